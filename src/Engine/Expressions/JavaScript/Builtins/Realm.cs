using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>The built-in world. Made once, shared by all runs, changed by none.</summary>
internal static partial class Realm
{
    public static readonly JsObject Objects = new(null);
    public static readonly JsObject Functions = new(Objects);
    public static readonly JsObject Arrays = new(Objects);
    public static readonly JsObject Strings = new(Objects);
    public static readonly JsObject Numbers = new(Objects);
    public static readonly JsObject Booleans = new(Objects);
    public static readonly JsObject Dates = new(Objects);
    public static readonly JsObject Errors = new(Objects);
    public static readonly JsObject TypeErrors = new(Errors);
    public static readonly JsObject RangeErrors = new(Errors);
    public static readonly JsObject ReferenceErrors = new(Errors);
    public static readonly JsObject SyntaxErrors = new(Errors);
    public static readonly JsObject UriErrors = new(Errors);
    public static readonly JsObject EvalErrors = new(Errors);
    public static readonly JsObject Maps = new(Objects);
    public static readonly JsObject Sets = new(Objects);
    public static readonly JsObject RegExps = new(Objects);
    public static readonly JsObject Iterators = new(Objects);
}
