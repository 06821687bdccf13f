using System.Runtime.CompilerServices;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>One run of a program: its globals and what is left of its budget.</summary>
internal sealed class JsRun(IJsHost host, JsBudget budget, JsValue[] globals) : IJsMeter
{
    private const int CheckTimeEvery = 5_000;

    private long _bytes = budget.Bytes;
    private long _steps = Math.Min(CheckTimeEvery, budget.Steps);
    private long _laterSteps = budget.Steps - Math.Min(CheckTimeEvery, budget.Steps);
    private long _started;
    private bool _hasStarted;

    public IJsHost Host => host;

    /// <summary>Globals by their number in the program; empty until read first.</summary>
    public JsValue[] Globals => globals;

    /// <summary>How many calls are open. A catch block sets it back.</summary>
    public int Depth { get; set; }

    /// <summary>Where in the source the script last did something that can fail.</summary>
    public int Position { get; set; }

    /// <summary>Arrays being joined to text: one that contains itself shows as nothing.</summary>
    public HashSet<Objects.JsObject> Joining => field ??= [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Spend(long steps)
    {
        _steps -= steps;
        if (_steps < 0)
            Refill();
    }

    /// <summary>Counts memory before it is allocated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Allocate(long bytes)
    {
        _bytes -= bytes;
        if (_bytes < 0)
            throw Fault($"The script used more memory than the {budget.Bytes / 1024 / 1024} MB it may");
        Spend(bytes >> 6);
    }

    /// <summary>Counts a string of so many characters before it is made.</summary>
    public void AllocateText(long length) => Allocate(24 + (2 * length));

    public void Enter()
    {
        if (++Depth > budget.Depth)
            throw Fault($"The script called more than {budget.Depth} functions inside each other");
        DemandStack();
        Spend(4);
    }

    public void Leave() => Depth--;

    /// <summary>Whatever the limits say, the process never overflows its stack.</summary>
    public void DemandStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault("The script is nested too deeply");
    }

    private void Refill()
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            _started = budget.Clock.GetTimestamp();
        }
        else if (budget.Clock.GetElapsedTime(_started) > budget.Time)
        {
            throw Fault($"The script ran longer than the {budget.Time.TotalMilliseconds:0} ms it may");
        }
        if (_laterSteps + _steps < 0)
            throw Fault($"The script took more than the {budget.Steps} steps it may");
        var more = Math.Min(CheckTimeEvery - _steps, _laterSteps);
        _steps += more;
        _laterSteps -= more;
    }

    private static ExpressionFaultException Fault(string reason) => new(ExpressionFault.Budget, 0, 0, reason);
}
