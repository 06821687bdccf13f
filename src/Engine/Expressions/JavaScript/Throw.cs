using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>Errors that a script can catch.</summary>
internal static class Throw
{
    public static JsErrorException TypeError(string message) => Of(Realm.TypeErrors, message);

    public static JsErrorException RangeError(string message) => Of(Realm.RangeErrors, message);

    public static JsErrorException ReferenceError(string message) => Of(Realm.ReferenceErrors, message);

    public static JsErrorException SyntaxError(string message) => Of(Realm.SyntaxErrors, message);

    public static JsErrorException UriError(string message) => Of(Realm.UriErrors, message);

    private static JsErrorException Of(JsObject prototype, string message) => new(JsValue.Of(new JsError(prototype, message)));
}
