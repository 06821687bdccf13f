namespace AidWorkflow.Engine.Expressions.JavaScript.Matching;

/// <summary>A regular expression that is wrong, or that could not be matched in linear time.</summary>
internal sealed class PatternException(ExpressionFault fault, string message) : Exception(message)
{
    public ExpressionFault Fault => fault;
}
