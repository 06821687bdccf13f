using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Methods that call a function for each item.</summary>
internal static class ArrayWalks
{
    public static void Add(World world)
    {
        var prototype = Realm.Arrays;
        world.Method(prototype, "forEach", 1, (run, self, arguments) =>
        {
            Each(run, self, arguments, (_, _, _) => false);
            return default;
        });
        world.Method(prototype, "map", 1, (run, self, arguments) =>
        {
            arguments.DemandFunction(0);
            var made = JsArray.Sized(run, ArrayBuiltins.Read(run, self).Length);
            Each(run, self, arguments, (index, _, answer) => !made.SetItem(run, index, answer));
            return JsValue.Of(made);
        });
        world.Method(prototype, "filter", 1, (run, self, arguments) =>
        {
            var made = JsArray.New(run);
            Each(run, self, arguments, (_, item, answer) =>
            {
                if (answer.IsTruthy)
                    made.Push(run, item);
                return false;
            });
            return JsValue.Of(made);
        });
        world.Method(prototype, "some", 1, (run, self, arguments) => JsValue.Of(Each(run, self, arguments, (_, _, answer) => answer.IsTruthy)));
        world.Method(prototype, "every", 1, (run, self, arguments) => JsValue.Of(!Each(run, self, arguments, (_, _, answer) => !answer.IsTruthy)));
        world.Method(prototype, "find", 1, (run, self, arguments) => Search(run, self, arguments, fromEnd: false).Item);
        world.Method(prototype, "findIndex", 1, (run, self, arguments) => JsValue.Of((double)Search(run, self, arguments, fromEnd: false).Index));
        world.Method(prototype, "findLast", 1, (run, self, arguments) => Search(run, self, arguments, fromEnd: true).Item);
        world.Method(prototype, "findLastIndex", 1, (run, self, arguments) => JsValue.Of((double)Search(run, self, arguments, fromEnd: true).Index));
        world.Method(prototype, "reduce", 1, (run, self, arguments) => Reduce(run, self, arguments, fromEnd: false));
        world.Method(prototype, "reduceRight", 1, (run, self, arguments) => Reduce(run, self, arguments, fromEnd: true));
        world.Method(prototype, "flat", 0, (run, self, arguments) =>
        {
            var made = JsArray.New(run);
            Flatten(run, ArrayBuiltins.Read(run, self), made, arguments.At(0).IsUndefined ? 1 : Coerce.ToInteger(run, arguments[0]));
            return JsValue.Of(made);
        });
        world.Method(prototype, "flatMap", 1, (run, self, arguments) =>
        {
            var made = JsArray.New(run);
            Each(run, self, arguments, (_, _, answer) =>
            {
                if (answer.Object is JsArray inner)
                    Flatten(run, inner, made, 0);
                else
                    made.Push(run, answer);
                return false;
            });
            return JsValue.Of(made);
        });
    }

    private delegate bool Visit(int index, JsValue item, JsValue answer);

    /// <summary>Calls the function for each item there is; true when the visit ended the walk.</summary>
    private static bool Each(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments, Visit visit)
    {
        var array = ArrayBuiltins.Read(run, self);
        var function = arguments.DemandFunction(0);
        var length = array.Length;
        for (var index = 0; index < length; index++)
        {
            run.Spend(1);
            if (!array.HasItem(index))
                continue;
            var item = array[index];
            if (visit(index, item, function.Invoke(run, arguments.At(1), [item, JsValue.Of((double)index), JsValue.Of(array)])))
                return true;
        }
        return false;
    }

    private static (int Index, JsValue Item) Search(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments, bool fromEnd)
    {
        var array = ArrayBuiltins.Read(run, self);
        var function = arguments.DemandFunction(0);
        var length = array.Length;
        for (var round = 0; round < length; round++)
        {
            var index = fromEnd ? length - 1 - round : round;
            var item = array[index];
            if (function.Invoke(run, arguments.At(1), [item, JsValue.Of((double)index), JsValue.Of(array)]).IsTruthy)
                return (index, item);
        }
        return (-1, default);
    }

    private static JsValue Reduce(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments, bool fromEnd)
    {
        var array = ArrayBuiltins.Read(run, self);
        var function = arguments.DemandFunction(0);
        var length = array.Length;
        var result = arguments.Length > 1 ? arguments[1] : JsValue.Empty;
        for (var round = 0; round < length; round++)
        {
            run.Spend(1);
            var index = fromEnd ? length - 1 - round : round;
            if (!array.HasItem(index))
                continue;
            result = result.IsEmpty ? array[index] : function.Invoke(run, default, [result, array[index], JsValue.Of((double)index), JsValue.Of(array)]);
        }
        return result.IsEmpty ? throw Throw.TypeError("Reduce of empty array with no initial value") : result;
    }

    private static void Flatten(JsRun run, JsArray source, JsArray target, double depth)
    {
        run.Enter();
        for (var index = 0; index < source.Length; index++)
        {
            run.Spend(2);
            if (!source.HasItem(index))
                continue;
            if (depth >= 1 && source[index].Object is JsArray inner)
                Flatten(run, inner, target, depth - 1);
            else
                target.Push(run, source[index]);
        }
        run.Leave();
    }
}
