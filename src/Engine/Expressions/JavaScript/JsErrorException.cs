namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>
/// What a script throws. A host function that refuses throws it too: the script then sees an <c>Error</c> that it can catch;
/// any other exception of a host function passes through the script untouched.
/// </summary>
public sealed class JsErrorException : Exception
{
    public JsErrorException(string message)
        : base(message) => Value = JsValue.Error(message);

    internal JsErrorException(JsValue value)
        : base("thrown by a script") => Value = value;

    /// <summary>What was thrown; usually an error object.</summary>
    public JsValue Value { get; }
}
