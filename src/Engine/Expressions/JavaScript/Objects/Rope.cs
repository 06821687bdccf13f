namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>A string that was put together with + and not read yet, so that building one piece by piece is not quadratic.</summary>
internal sealed class Rope(JsRun run, object left, object right, int length)
{
    /// <summary>Below this a plain string is cheaper.</summary>
    public const int Shortest = 256;

    private object? _left = left;
    private object? _right = right;
    private string? _flat;

    public int Length => length;

    public string Flatten()
    {
        if (_flat is not null)
            return _flat;
        run.AllocateText(length);
        _flat = string.Create(length, this, static (span, rope) =>
        {
            // By hand and from the right: a rope may be a million pieces deep.
            var open = new Stack<object>();
            open.Push(rope);
            var end = span.Length;
            while (open.TryPop(out var piece))
            {
                if (piece is Rope { _flat: null } inner)
                {
                    open.Push(inner._left!);
                    open.Push(inner._right!);
                    continue;
                }
                var text = piece as string ?? ((Rope)piece)._flat!;
                end -= text.Length;
                text.CopyTo(span[end..]);
            }
        });
        _left = _right = null;
        return _flat;
    }
}
