using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Array itself and the methods that only read.</summary>
internal static class ArrayBuiltins
{
    public static void Add(World world)
    {
        var type = world.Type("Array", 1, Realm.Arrays, (run, _, arguments) => Make(run, arguments), (run, _, arguments) => Make(run, arguments));
        world.Method(type, "isArray", 1, (_, _, arguments) => JsValue.Of(arguments.At(0).Object is JsArray));
        world.Method(type, "of", 0, (run, _, arguments) => JsValue.Of(JsArray.Of(run, arguments)));
        world.Method(type, "from", 1, (run, _, arguments) => From(run, arguments));

        var prototype = Realm.Arrays;
        world.Method(prototype, "at", 1, (run, self, arguments) =>
        {
            var array = Read(run, self);
            var place = Coerce.ToInteger(run, arguments.At(0));
            place = place < 0 ? array.Length + place : place;
            return place >= 0 && place < array.Length ? array[(int)place] : default;
        });
        world.Method(prototype, "concat", 1, (run, self, arguments) =>
        {
            var made = JsArray.New(run);
            Append(run, made, self);
            foreach (var argument in arguments)
                Append(run, made, argument);
            return JsValue.Of(made);
        });
        world.Method(prototype, "slice", 2, (run, self, arguments) =>
        {
            var array = Read(run, self);
            var start = Coerce.ToPlace(run, arguments.At(0), array.Length, 0);
            var end = Coerce.ToPlace(run, arguments.At(1), array.Length, array.Length);
            return JsValue.Of(JsArray.Of(run, start < end && start < array.Length ? array.Items[start..Math.Min(end, array.Length)] : []));
        });
        world.Method(prototype, "join", 1, (run, self, arguments) => JsValue.Of(Join(run, Read(run, self), arguments.At(0).IsUndefined ? "," : Coerce.ToText(run, arguments.At(0)))));
        world.Method(prototype, "toString", 0, (run, self, _) => JsValue.Of(Join(run, Read(run, self), ",")));
        world.Method(prototype, "toLocaleString", 0, (run, self, _) => JsValue.Of(Join(run, Read(run, self), ",")));
        world.Method(prototype, "includes", 1, (run, self, arguments) =>
        {
            var array = Read(run, self);
            var wanted = arguments.At(0);
            return JsValue.Of(Find(run, array, Coerce.ToPlace(run, arguments.At(1), array.Length, 0), item => (item.IsEmpty ? default : item) == wanted) >= 0);
        });
        world.Method(prototype, "indexOf", 1, (run, self, arguments) =>
        {
            var array = Read(run, self);
            var wanted = arguments.At(0);
            return JsValue.Of((double)Find(run, array, Coerce.ToPlace(run, arguments.At(1), array.Length, 0), item => !item.IsEmpty && Operators.StrictEquals(item, wanted)));
        });
        world.Method(prototype, "lastIndexOf", 1, (run, self, arguments) =>
        {
            var array = Read(run, self);
            var from = arguments.Length > 1 ? Coerce.ToInteger(run, arguments[1]) : array.Length - 1;
            from = from < 0 ? array.Length + from : Math.Min(from, array.Length - 1);
            for (var index = (int)Math.Max(from, -1); index >= 0; index--)
            {
                run.Spend(1);
                if (array.HasItem(index) && Operators.StrictEquals(array[index], arguments.At(0)))
                    return JsValue.Of((double)index);
            }
            return JsValue.Of(-1.0);
        });
        world.Method(prototype, "keys", 0, (run, self, _) => Walk(run, Read(run, self), (_, _, index) => JsValue.Of((double)index)));
        world.Method(prototype, "values", 0, (run, self, _) => Walk(run, Read(run, self), (_, array, index) => array[index]));
        world.Method(prototype, "entries", 0, (run, self, _) => Walk(run, Read(run, self), (walking, array, index) => JsValue.Of(JsArray.Of(walking, [JsValue.Of((double)index), array[index]]))));
    }

    /// <summary>The array that a method works on; a copy of what is only like one, for methods that read.</summary>
    public static JsArray Read(JsRun run, JsValue self) => self.Object as JsArray ?? Copy(run, self);

    public static JsArray Copy(JsRun run, JsValue value)
    {
        if (value.IsNullish)
            throw Throw.TypeError("Cannot convert undefined or null to object");
        if (value.Object is JsArray)
            return Iteration.Drain(run, value);
        var length = Math.Clamp(Coerce.ToInteger(run, Operators.Get(value, "length")), 0, uint.MaxValue);
        var made = JsArray.Sized(run, (long)length);
        for (var index = 0; index < made.Length; index++)
        {
            run.Spend(2);
            if (value.IsString || value.Object?.Has(ArrayIndex.Write(index)) == true)
                made.SetItem(run, index, Operators.Get(run, value, JsValue.Of((double)index)));
        }
        return made;
    }

    public static int Find(JsRun run, JsArray array, int from, Func<JsValue, bool> fits)
    {
        var items = array.Items;
        for (var index = from; index < items.Length; index++)
        {
            run.Spend(1);
            if (fits(items[index]))
                return index;
        }
        return -1;
    }

    public static string Join(JsRun run, JsArray array, string separator)
    {
        if (!run.Joining.Add(array))
            return "";
        Operators.DemandLength((double)separator.Length * Math.Max(0, array.Length - 1));
        run.Allocate(8L * array.Length);
        var parts = new string[array.Length];
        double length = 0;
        for (var index = 0; index < array.Length && index < parts.Length; index++)
        {
            run.Spend(2);
            parts[index] = array[index] is var item && item.IsNullish ? "" : Coerce.ToText(run, item);
            length += parts[index].Length + separator.Length;
            Operators.DemandLength(length - separator.Length);
        }
        run.Joining.Remove(array);
        run.AllocateText((long)length);
        return string.Join(separator, parts);
    }

    private static JsValue Make(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.Length != 1 || !arguments[0].IsNumber)
            return JsValue.Of(JsArray.Of(run, arguments));
        var length = arguments[0].Number;
        return length >= 0 && length == Math.Floor(length) && length <= uint.MaxValue
            ? JsValue.Of(JsArray.Sized(run, (long)length))
            : throw Throw.RangeError("Invalid array length");
    }

    private static JsValue From(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        var source = arguments.At(0);
        var pick = arguments.At(1).IsUndefined ? null : arguments.DemandFunction(1);
        JsArray items;
        if (source.IsString || source.Object is JsArray or JsMap or JsSet or JsIterator)
        {
            items = Iteration.Drain(run, source);
        }
        else
        {
            items = Copy(run, source);
            for (var index = 0; index < items.Length; index++)
            {
                run.Spend(1);
                items.SetItem(run, index, items[index]);
            }
        }
        for (var index = 0; pick is not null && index < items.Length; index++)
            items.SetItem(run, index, pick.Invoke(run, arguments.At(2), [items[index], JsValue.Of((double)index)]));
        return JsValue.Of(items);
    }

    private static void Append(JsRun run, JsArray target, JsValue value)
    {
        if (value.Object is not JsArray source)
        {
            target.Push(run, value);
            return;
        }
        run.Spend(source.Length);
        foreach (var item in source.Items.ToArray())
            target.Push(run, item);
    }

    private static JsValue Walk(JsRun run, JsArray array, Func<JsRun, JsArray, int, JsValue> pick)
    {
        run.Allocate(96);
        var next = 0;
        return JsValue.Of(new JsIterator(
            new IterationBy((JsRun walking, out JsValue value) =>
            {
                var has = next < array.Length;
                value = has ? pick(walking, array, next) : default;
                next = has ? next + 1 : int.MaxValue;
                return has;
            }),
            "Array Iterator"));
    }
}
