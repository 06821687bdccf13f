namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>Why an expression gave no value.</summary>
public enum ExpressionFault
{
    /// <summary>It does not parse.</summary>
    Syntax,

    /// <summary>It parses as ECMAScript but uses something that this evaluator leaves out on purpose.</summary>
    Unsupported,

    /// <summary>It threw and caught nothing.</summary>
    Thrown,

    /// <summary>It asked for more steps, depth, memory or time than it was given. A script cannot catch this.</summary>
    Budget,
}

/// <summary>An expression failed, with the place in its source. Lines and columns count from 1; 0 means unknown.</summary>
public sealed class ExpressionFaultException(ExpressionFault fault, int line, int column, string reason)
    : Exception(line > 0 ? $"{reason} (line {line}, column {column})" : reason)
{
    public ExpressionFault Fault { get; } = fault;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public string Reason { get; } = reason;
}
