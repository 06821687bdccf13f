namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

internal sealed class JsError : JsObject
{
    public JsError(JsObject prototype, string? message)
        : base(prototype)
    {
        if (message is not null)
            Define("message", JsValue.Of(message), PropertyFlags.Hidden);
    }

    public override string Class => "Error";

    public override string Describe()
    {
        var name = Get("name").ToString();
        var message = Get("message").ToString();
        return message.Length == 0 ? name : name.Length == 0 ? message : $"{name}: {message}";
    }
}
