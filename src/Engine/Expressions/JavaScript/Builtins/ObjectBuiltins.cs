using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class ObjectBuiltins
{
    public static void Add(World world)
    {
        var type = world.Type("Object", 1, Realm.Objects, (run, _, arguments) => Make(run, arguments), (run, _, arguments) => Make(run, arguments));
        AddWalks(world, type);
        AddShape(world, type);

        var prototype = Realm.Objects;
        world.Method(prototype, "hasOwnProperty", 1, (run, self, arguments) => HasOwn(run, self, arguments.At(0)));
        world.Method(prototype, "propertyIsEnumerable", 1, (run, self, arguments) =>
            JsValue.Of(self.Object?.FlagsOf(Coerce.ToKey(run, arguments.At(0)))?.HasFlag(PropertyFlags.Enumerable) ?? false));
        world.Method(prototype, "isPrototypeOf", 1, (_, self, arguments) =>
        {
            for (var holder = arguments.At(0).Object?.Prototype; holder is not null; holder = holder.Prototype)
            {
                if (holder == self.Object)
                    return JsValue.True;
            }
            return JsValue.False;
        });
        world.Method(prototype, "toString", 0, (_, self, _) => JsValue.Of($"[object {ClassOf(self)}]"));
        world.Method(prototype, "toLocaleString", 0, (run, self, _) => JsValue.Of(Coerce.ToText(run, self)));
        world.Method(prototype, "valueOf", 0, (_, self, _) => self);
    }

    private static string ClassOf(JsValue value) => value.Kind switch
    {
        JsKind.Undefined => "Undefined",
        JsKind.Null => "Null",
        JsKind.Boolean => "Boolean",
        JsKind.Number => "Number",
        JsKind.String => "String",
        _ => value.Object!.Class,
    };

    private static JsValue Make(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        var value = arguments.At(0);
        if (value.IsObject)
            return value;
        if (!value.IsNullish)
            throw Throw.TypeError("Objects around plain values are not supported");
        run.Allocate(64);
        return JsValue.Of(new JsObject(Realm.Objects));
    }

    private static void AddWalks(World world, JsObject type)
    {
        world.Method(type, "keys", 1, (run, _, arguments) =>
        {
            var made = JsArray.New(run);
            foreach (var (key, _) in Members(run, arguments.At(0)))
                made.Push(run, JsValue.Of(key));
            return JsValue.Of(made);
        });
        world.Method(type, "values", 1, (run, _, arguments) =>
        {
            var made = JsArray.New(run);
            foreach (var (_, value) in Members(run, arguments.At(0)))
                made.Push(run, value);
            return JsValue.Of(made);
        });
        world.Method(type, "entries", 1, (run, _, arguments) =>
        {
            var made = JsArray.New(run);
            foreach (var (key, value) in Members(run, arguments.At(0)))
                made.Push(run, JsValue.Of(JsArray.Of(run, [JsValue.Of(key), value])));
            return JsValue.Of(made);
        });
        world.Method(type, "fromEntries", 1, (run, _, arguments) =>
        {
            var made = Make(run, []).Object!;
            var iteration = Iteration.Of(run, arguments.At(0));
            while (iteration.Next(run, out var entry))
            {
                run.Spend(4);
                if (!entry.IsObject)
                    throw Throw.TypeError($"Iterator value {entry} is not an entry object");
                made.Create(run, Coerce.ToKey(run, Operators.Get(entry, "0")), Operators.Get(entry, "1"));
            }
            return JsValue.Of(made);
        });
        world.Method(type, "assign", 2, (run, _, arguments) =>
        {
            var target = arguments.At(0);
            if (target.Object is not { } subject)
                throw Throw.TypeError("Cannot convert undefined or null to object");
            foreach (var source in arguments.Length > 1 ? arguments[1..] : [])
            {
                if (source.IsNullish)
                    continue;
                foreach (var (key, value) in Members(run, source))
                {
                    if (!subject.Set(run, key, value))
                        throw Throw.TypeError($"Cannot assign to read only property '{key}' of object");
                }
            }
            return target;
        });
        world.Method(type, "groupBy", 2, (run, _, arguments) =>
        {
            var pick = arguments.DemandFunction(1);
            var made = new JsObject(null);
            run.Allocate(64);
            var iteration = Iteration.Of(run, arguments.At(0));
            for (var index = 0; iteration.Next(run, out var item); index++)
            {
                var key = Coerce.ToKey(run, pick.Invoke(run, default, [item, JsValue.Of((double)index)]));
                if (!made.TryGetOwn(key, out var group))
                    made.Create(run, key, group = JsValue.Of(JsArray.New(run)));
                ((JsArray)group.Object!).Push(run, item);
            }
            return JsValue.Of(made);
        });
    }

    /// <summary>Own enumerable members, read one after the other.</summary>
    public static IEnumerable<(string Key, JsValue Value)> Members(JsRun run, JsValue value)
    {
        if (value.IsNullish)
            throw Throw.TypeError("Cannot convert undefined or null to object");
        if (value.Text is { } text)
        {
            for (var index = 0; index < text.Length; index++)
            {
                run.Spend(2);
                yield return (ArrayIndex.Write(index), JsValue.Of(Characters.Text(text[index])));
            }
        }
        if (value.Object is not { } subject)
            yield break;
        run.Allocate(8L * (subject.PropertyCount + (subject is JsArray { Length: var length } ? length : 0)));
        foreach (var key in subject.OwnKeys(onlyEnumerable: true))
        {
            run.Spend(4);
            if (subject.TryGetOwn(key, out var member))
                yield return (key, member);
        }
    }

    private static JsValue HasOwn(JsRun run, JsValue self, JsValue key)
    {
        var name = Coerce.ToKey(run, key);
        if (self.IsNullish)
            throw Throw.TypeError("Cannot convert undefined or null to object");
        if (self.Text is { } text)
            return JsValue.Of(name == "length" || (ArrayIndex.TryRead(name, out var index) && index < text.Length));
        return JsValue.Of(self.Object?.HasOwn(name) ?? false);
    }

    private static void AddShape(World world, JsObject type)
    {
        world.Method(type, "is", 2, (_, _, arguments) =>
        {
            var (left, right) = (arguments.At(0), arguments.At(1));
            return JsValue.Of(left == right && (!left.IsNumber || left.Number != 0 || double.IsNegative(left.Number) == double.IsNegative(right.Number)));
        });
        world.Method(type, "hasOwn", 2, (run, _, arguments) => HasOwn(run, arguments.At(0), arguments.At(1)));
        world.Method(type, "freeze", 1, (_, _, arguments) => Restrict(arguments.At(0), PropertyFlags.Enumerable));
        world.Method(type, "seal", 1, (_, _, arguments) => Restrict(arguments.At(0), PropertyFlags.Enumerable | PropertyFlags.Writable));
        world.Method(type, "preventExtensions", 1, (_, _, arguments) => Restrict(arguments.At(0), PropertyFlags.All));
        world.Method(type, "isFrozen", 1, (_, _, arguments) => IsRestricted(arguments.At(0), PropertyFlags.Enumerable));
        world.Method(type, "isSealed", 1, (_, _, arguments) => IsRestricted(arguments.At(0), PropertyFlags.Enumerable | PropertyFlags.Writable));
        world.Method(type, "isExtensible", 1, (_, _, arguments) => JsValue.Of(arguments.At(0).Object is { IsExtensible: true }));
        world.Method(type, "create", 2, (run, _, arguments) =>
        {
            var prototype = arguments.At(0);
            if (!prototype.IsObject && !prototype.IsNull)
                throw Throw.TypeError($"Object prototype may only be an Object or null: {prototype}");
            if (!arguments.At(1).IsUndefined)
                throw Throw.TypeError("Object.create with property descriptions is not supported");
            var depth = 0;
            for (var holder = prototype.Object; holder is not null; holder = holder.Prototype)
            {
                if (++depth > 64)
                    throw Throw.RangeError("Too many prototypes above each other");
            }
            run.Allocate(64);
            return JsValue.Of(new JsObject(prototype.Object));
        });
        world.Method(type, "getPrototypeOf", 1, (_, _, arguments) =>
            Coerce.MembersOf(arguments.At(0)) is not { } subject ? throw Throw.TypeError("Cannot convert undefined or null to object")
            : (arguments.At(0).IsObject ? subject.Prototype : subject) is { } prototype ? JsValue.Of(prototype) : JsValue.Null);
        world.Method(type, "setPrototypeOf", 2, (_, _, _) => throw Throw.TypeError("Object.setPrototypeOf is not supported"));
        world.Method(type, "getOwnPropertyNames", 1, (run, _, arguments) =>
        {
            var made = JsArray.New(run);
            var keys = arguments.At(0).Object?.OwnKeys(onlyEnumerable: false) ?? [.. Members(run, arguments.At(0)).Select(member => member.Key)];
            if (arguments.At(0).IsString)
                keys.Add("length");
            foreach (var key in keys)
            {
                run.AllocateText(8);
                made.Push(run, JsValue.Of(key));
            }
            return JsValue.Of(made);
        });
        world.Method(type, "getOwnPropertyDescriptor", 2, (run, _, arguments) =>
        {
            var key = Coerce.ToKey(run, arguments.At(1));
            return arguments.At(0).Object is { } subject && subject.FlagsOf(key) is { } flags && subject.TryGetOwn(key, out var value) ? Descriptor(run, value, flags) : default;
        });
        world.Method(type, "defineProperty", 3, (run, _, arguments) =>
        {
            DefineProperty(run, arguments.At(0), Coerce.ToKey(run, arguments.At(1)), arguments.At(2));
            return arguments.At(0);
        });
    }

    private static JsValue Restrict(JsValue value, PropertyFlags kept)
    {
        value.Object?.Restrict(kept);
        return value;
    }

    private static JsValue IsRestricted(JsValue value, PropertyFlags kept) => JsValue.Of(
        value.Object is not { } subject
        || (!subject.IsExtensible && subject.OwnKeys(onlyEnumerable: false).TrueForAll(key => (subject.FlagsOf(key) & ~kept & ~PropertyFlags.Enumerable) == 0)));

    private static JsValue Descriptor(JsRun run, JsValue value, PropertyFlags flags)
    {
        var made = Make(run, []).Object!;
        made.Create(run, "value", value);
        made.Create(run, "writable", JsValue.Of(flags.HasFlag(PropertyFlags.Writable)));
        made.Create(run, "enumerable", JsValue.Of(flags.HasFlag(PropertyFlags.Enumerable)));
        made.Create(run, "configurable", JsValue.Of(flags.HasFlag(PropertyFlags.Configurable)));
        return JsValue.Of(made);
    }

    private static void DefineProperty(JsRun run, JsValue target, string key, JsValue description)
    {
        if (target.Object is not { } subject)
            throw Throw.TypeError("Object.defineProperty called on non-object");
        if (description.Object is not { } wanted)
            throw Throw.TypeError($"Property description must be an object: {description}");
        if (wanted.Has("get") || wanted.Has("set"))
            throw Throw.TypeError("Getters and setters are not supported");
        if (subject.IsShared || subject is LiveObject or JsArray or JsFunction)
            throw Throw.TypeError("Object.defineProperty is supported for plain objects only");
        var known = subject.FlagsOf(key);
        if (known is null ? !subject.IsExtensible : !known.Value.HasFlag(PropertyFlags.Configurable))
            throw Throw.TypeError($"Cannot redefine property: {key}");
        var flags = PropertyFlags.None;
        foreach (var (name, flag) in (ReadOnlySpan<(string, PropertyFlags)>)[("writable", PropertyFlags.Writable), ("enumerable", PropertyFlags.Enumerable), ("configurable", PropertyFlags.Configurable)])
            flags |= (wanted.Has(name) ? wanted.Get(name).IsTruthy : known?.HasFlag(flag) ?? false) ? flag : PropertyFlags.None;
        run.Allocate(64);
        subject.Define(key, wanted.Has("value") ? wanted.Get("value") : subject.TryGetOwn(key, out var value) ? value : default, flags);
    }
}
