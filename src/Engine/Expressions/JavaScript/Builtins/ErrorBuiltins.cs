using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class ErrorBuiltins
{
    public static void Add(World world)
    {
        foreach (var (name, prototype) in (ReadOnlySpan<(string, JsObject)>)
            [
                ("Error", Realm.Errors), ("TypeError", Realm.TypeErrors), ("RangeError", Realm.RangeErrors), ("ReferenceError", Realm.ReferenceErrors),
                ("SyntaxError", Realm.SyntaxErrors), ("URIError", Realm.UriErrors), ("EvalError", Realm.EvalErrors),
            ])
        {
            Native make = (run, _, arguments) =>
            {
                run.Allocate(192);
                var made = new JsError(prototype, arguments.At(0).IsUndefined ? null : Coerce.ToText(run, arguments[0]));
                if (arguments.At(1).Object is { } options && options.Has("cause"))
                    made.Define("cause", options.Get("cause"), PropertyFlags.Hidden);
                return JsValue.Of(made);
            };
            world.Type(name, 1, prototype, make, make);
            prototype.Define("name", JsValue.Of(name), PropertyFlags.Hidden);
            prototype.Define("message", JsValue.Of(""), PropertyFlags.Hidden);
        }
        world.Method(Realm.Errors, "toString", 0, (run, self, _) =>
        {
            if (self.Object is not { } error)
                throw Throw.TypeError("Error.prototype.toString requires that 'this' be an object");
            var name = error.Get("name") is { IsUndefined: false } known ? Coerce.ToText(run, known) : "Error";
            var message = error.Get("message") is { IsUndefined: false } said ? Coerce.ToText(run, said) : "";
            return JsValue.Of(name.Length == 0 ? message : message.Length == 0 ? name : $"{name}: {message}");
        });
    }
}
