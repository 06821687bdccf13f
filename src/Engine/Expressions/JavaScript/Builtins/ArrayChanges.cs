using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Methods that change an array, and their twins that change a copy.</summary>
internal static class ArrayChanges
{
    public static void Add(World world)
    {
        var prototype = Realm.Arrays;
        world.Method(prototype, "push", 1, (run, self, arguments) =>
        {
            var array = Self(self);
            foreach (var item in arguments)
                array.Push(run, item);
            return JsValue.Of((double)array.Length);
        });
        world.Method(prototype, "pop", 0, (_, self, _) =>
        {
            var array = Self(self);
            if (array.Length == 0)
                return default;
            var last = array[array.Length - 1];
            array.Truncate(array.Length - 1);
            return last;
        });
        world.Method(prototype, "shift", 0, (run, self, _) =>
        {
            var array = Self(self);
            if (array.Length == 0)
                return default;
            run.Spend(1 + (array.Length / 8));
            var first = array[0];
            var items = array.Writable();
            items[1..].CopyTo(items);
            array.Truncate(array.Length - 1);
            return first;
        });
        world.Method(prototype, "unshift", 1, (run, self, arguments) =>
        {
            var array = Self(self);
            Splice(run, array, 0, 0, arguments);
            return JsValue.Of((double)array.Length);
        });
        world.Method(prototype, "splice", 2, (run, self, arguments) =>
        {
            var array = Self(self);
            var (start, count) = Cut(run, array, arguments);
            var removed = JsArray.Of(run, array.Items.Slice(start, count));
            Splice(run, array, start, count, arguments.Length > 2 ? arguments[2..] : []);
            return JsValue.Of(removed);
        });
        world.Method(prototype, "toSpliced", 2, (run, self, arguments) =>
        {
            var array = Iteration.Drain(run, JsValue.Of(ArrayBuiltins.Read(run, self)));
            var (start, count) = Cut(run, array, arguments);
            Splice(run, array, start, count, arguments.Length > 2 ? arguments[2..] : []);
            return JsValue.Of(array);
        });
        world.Method(prototype, "reverse", 0, (run, self, _) =>
        {
            var array = Self(self);
            run.Spend(array.Length / 4);
            array.Writable().Reverse();
            return self;
        });
        world.Method(prototype, "toReversed", 0, (run, self, _) =>
        {
            var array = Iteration.Drain(run, JsValue.Of(ArrayBuiltins.Read(run, self)));
            array.Writable().Reverse();
            return JsValue.Of(array);
        });
        world.Method(prototype, "fill", 1, (run, self, arguments) =>
        {
            var array = Self(self);
            var start = Coerce.ToPlace(run, arguments.At(1), array.Length, 0);
            var end = Coerce.ToPlace(run, arguments.At(2), array.Length, array.Length);
            run.Spend(Math.Max(0, end - start) / 4);
            var items = array.Writable();
            if (start < Math.Min(end, items.Length))
                items[start..Math.Min(end, items.Length)].Fill(arguments.At(0));
            return self;
        });
        world.Method(prototype, "copyWithin", 2, (run, self, arguments) =>
        {
            var array = Self(self);
            var target = Coerce.ToPlace(run, arguments.At(0), array.Length, 0);
            var start = Coerce.ToPlace(run, arguments.At(1), array.Length, 0);
            var end = Coerce.ToPlace(run, arguments.At(2), array.Length, array.Length);
            var count = Math.Min(end - start, array.Length - target);
            run.Spend(Math.Max(0, count) / 4);
            if (count > 0)
                array.Writable().Slice(start, count).CopyTo(array.Writable()[target..]);
            return self;
        });
        world.Method(prototype, "with", 2, (run, self, arguments) =>
        {
            var array = Iteration.Drain(run, JsValue.Of(ArrayBuiltins.Read(run, self)));
            var place = Coerce.ToInteger(run, arguments.At(0));
            place = place < 0 ? array.Length + place : place;
            if (place < 0 || place >= array.Length)
                throw Throw.RangeError("Invalid index : " + Numerals.Write(place));
            array.SetItem(run, (int)place, arguments.At(1));
            return JsValue.Of(array);
        });
        world.Method(prototype, "sort", 1, (run, self, arguments) =>
        {
            var array = Self(self);
            var sorted = Sorting.Sort(run, array.Items.ToArray(), Comparer(arguments));
            if (array.Length == sorted.Length)
                sorted.CopyTo(array.Writable());
            return self;
        });
        world.Method(prototype, "toSorted", 1, (run, self, arguments) =>
        {
            var compare = Comparer(arguments);
            var array = Iteration.Drain(run, JsValue.Of(ArrayBuiltins.Read(run, self)));
            return JsValue.Of(new JsArray(Sorting.Sort(run, array.Items.ToArray(), compare)));
        });
    }

    public static JsArray Self(JsValue self) => self.Object as JsArray ?? throw Throw.TypeError("This method is supported for arrays only");

    private static JsFunction? Comparer(ReadOnlySpan<JsValue> arguments) =>
        arguments.At(0).IsUndefined ? null
        : arguments.At(0).Callable ?? throw Throw.TypeError("The comparison function must be either a function or undefined");

    private static (int Start, int Count) Cut(JsRun run, JsArray array, ReadOnlySpan<JsValue> arguments)
    {
        var start = Coerce.ToPlace(run, arguments.At(0), array.Length, 0);
        var count = arguments.Length switch
        {
            0 => 0,
            1 => array.Length - start,
            _ => (int)Math.Clamp(Coerce.ToInteger(run, arguments[1]), 0, array.Length - start),
        };
        return (Math.Min(start, array.Length), Math.Min(count, array.Length - Math.Min(start, array.Length)));
    }

    private static void Splice(JsRun run, JsArray array, int start, int count, ReadOnlySpan<JsValue> added)
    {
        run.Spend(1 + (array.Length / 8));
        if (added.Length == count)
        {
            added.CopyTo(array.Writable()[start..]);
            return;
        }
        if (added.Length < count)
        {
            var items = array.Writable();
            added.CopyTo(items[start..]);
            items[(start + count)..].CopyTo(items[(start + added.Length)..]);
            array.Truncate(array.Length - (count - added.Length));
            return;
        }
        run.Allocate(16L * (array.Length - count + added.Length));
        array.Replace([.. array.Items[..start], .. added, .. array.Items[(start + count)..]]);
    }
}
