namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

/// <summary>An expression, compiled.</summary>
internal delegate JsValue Eval(Frame frame);

/// <summary>A statement, compiled.</summary>
internal delegate Completion Exec(Frame frame);

/// <summary>Gives a value to a variable, a member or a pattern.</summary>
internal delegate void Store(Frame frame, JsValue value);

/// <summary>How a statement ended.</summary>
internal enum Completion
{
    Normal,
    Break,
    Continue,
    Return,
}

/// <summary>One call of a function, or the script itself.</summary>
internal sealed class Frame(JsRun run, JsValue[] locals, Cell[] cells, Cell[] captured)
{
    public readonly JsRun Run = run;
    public readonly JsValue[] Locals = locals;

    /// <summary>Own variables that inner functions use.</summary>
    public readonly Cell[] Cells = cells;

    /// <summary>Variables of outer functions.</summary>
    public readonly Cell[] Captured = captured;

    public JsValue This;
    public JsValue[] Arguments = [];

    /// <summary>What return gave, or the value of the script so far.</summary>
    public JsValue Result;

    /// <summary>What <c>x.y++</c> answers: the value before.</summary>
    public JsValue Before;

    /// <summary>The statement that a break or continue is on its way to.</summary>
    public int Jump;
}

/// <summary>A variable that more than one function sees.</summary>
internal sealed class Cell(JsValue value)
{
    public JsValue Value = value;
}
