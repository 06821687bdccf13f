namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>All that a script can see of the world outside its own source.</summary>
public interface IJsHost
{
    /// <summary>The moment that <c>Date</c> reads. Fixed per burst, so that a burst run again decides the same.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The value of a global name. Asked at most once per name and run, and only when the script reads it.</summary>
    bool TryGet(string name, out JsValue value);

    /// <summary>Told at the start of a run what it may use, so that what the host makes for the script is counted too.</summary>
    void Begin(IJsMeter meter)
    {
    }

    /// <summary>The next number of <c>Math.random</c>: at least 0 and less than 1.</summary>
    double NextRandom();
}

/// <summary>What is left of a run's budget.</summary>
public interface IJsMeter
{
    /// <summary>Counts memory before it is taken.</summary>
    /// <exception cref="ExpressionFaultException">It is more than the run may use, or its time is up.</exception>
    void Allocate(long bytes);
}

/// <summary>An object whose members live in the host, such as <c>variables</c>: reads and writes go straight through.</summary>
public interface IJsMembers
{
    IEnumerable<string> Names { get; }

    bool TryGet(string name, out JsValue value);

    /// <returns>False when the member cannot be written; the script then gets a TypeError.</returns>
    bool TrySet(string name, JsValue value);
}

/// <summary>A function of the host. Missing arguments are absent, not undefined.</summary>
public delegate JsValue JsHostFunction(ReadOnlySpan<JsValue> arguments);
