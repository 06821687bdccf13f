using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class FunctionBuiltins
{
    public static void Add(World world)
    {
        Native refuse = (_, _, _) => throw Throw.TypeError("Code in strings is not run here");
        world.Type("Function", 1, Realm.Functions, refuse, refuse);
        var prototype = Realm.Functions;
        world.Method(prototype, "call", 1, (run, self, arguments) => Self(self).Invoke(run, arguments.At(0), arguments.Length > 1 ? arguments[1..] : []));
        world.Method(prototype, "apply", 2, (run, self, arguments) =>
        {
            if (arguments.At(1).IsNullish)
                return Self(self).Invoke(run, arguments.At(0), []);
            if (!arguments.At(1).IsObject)
                throw Throw.TypeError("CreateListFromArrayLike called on non-object");
            return Self(self).Invoke(run, arguments.At(0), ArrayBuiltins.Copy(run, arguments.At(1)).Items);
        });
        world.Method(prototype, "bind", 1, (run, self, arguments) =>
        {
            run.Allocate(96 + (16L * arguments.Length));
            run.AllocateText(Self(self).Name.Length + 6L);
            return JsValue.Of(new BoundFunction(Self(self), arguments.At(0), arguments.Length > 1 ? arguments[1..].ToArray() : []));
        });
        world.Method(prototype, "toString", 0, (run, self, _) =>
        {
            var source = Self(self).Source;
            run.AllocateText(source.Length);
            return JsValue.Of(source);
        });
    }

    private static JsFunction Self(JsValue self) => self.Callable ?? throw Throw.TypeError("This is no function");
}
