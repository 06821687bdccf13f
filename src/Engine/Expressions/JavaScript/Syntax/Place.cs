namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

/// <summary>Offsets as lines and columns, and the faults that name them.</summary>
internal static class Place
{
    public static (int Line, int Column) Of(string source, int offset)
    {
        offset = Math.Clamp(offset, 0, source.Length);
        var line = 1;
        var start = 0;
        for (var at = 0; at < offset; at++)
        {
            if (source[at] == '\n')
            {
                line++;
                start = at + 1;
            }
        }
        return (line, offset - start + 1);
    }

    public static ExpressionFaultException Fault(string source, int offset, ExpressionFault fault, string reason)
    {
        var (line, column) = Of(source, offset);
        return new ExpressionFaultException(fault, line, column, reason);
    }
}
