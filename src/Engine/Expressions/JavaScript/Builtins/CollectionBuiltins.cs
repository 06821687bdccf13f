using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Map, Set and the iterators that methods give.</summary>
internal static class CollectionBuiltins
{
    public static void Add(World world)
    {
        AddMap(world);
        AddSet(world);
        world.Method(Realm.Iterators, "next", 0, (run, self, _) =>
        {
            if (self.Object is not JsIterator iterator)
                throw Throw.TypeError("This is no iterator");
            var has = iterator.Source.Next(run, out var value);
            run.Allocate(64);
            var made = new JsObject(Realm.Objects);
            made.Create(run, "value", value);
            made.Create(run, "done", JsValue.Of(!has));
            return JsValue.Of(made);
        });
    }

    private static void AddMap(World world)
    {
        var type = world.Type("Map", 0, Realm.Maps, (_, _, _) => throw Throw.TypeError("Constructor Map requires 'new'"), (run, _, arguments) =>
        {
            run.Allocate(256);
            var made = new JsMap();
            if (arguments.At(0).IsNullish)
                return JsValue.Of(made);
            var iteration = Iteration.Of(run, arguments[0]);
            while (iteration.Next(run, out var entry))
            {
                if (!entry.IsObject)
                    throw Throw.TypeError($"Iterator value {entry} is not an entry object");
                made.Table.Set(run, Operators.Get(entry, "0"), Operators.Get(entry, "1"));
            }
            return JsValue.Of(made);
        });
        world.Method(type, "groupBy", 2, (run, _, arguments) =>
        {
            var pick = arguments.DemandFunction(1);
            run.Allocate(256);
            var made = new JsMap();
            var iteration = Iteration.Of(run, arguments.At(0));
            for (var index = 0; iteration.Next(run, out var item); index++)
            {
                var key = pick.Invoke(run, default, [item, JsValue.Of((double)index)]);
                if (!made.Table.TryGet(key, out var group))
                    made.Table.Set(run, key, group = JsValue.Of(JsArray.New(run)));
                ((JsArray)group.Object!).Push(run, item);
            }
            return JsValue.Of(made);
        });
        var prototype = Realm.Maps;
        world.Method(prototype, "get", 1, (_, self, arguments) => Map(self).Table.TryGet(arguments.At(0), out var value) ? value : default);
        world.Method(prototype, "set", 2, (run, self, arguments) =>
        {
            Map(self).Table.Set(run, arguments.At(0), arguments.At(1));
            return self;
        });
        world.Method(prototype, "has", 1, (run, self, arguments) => JsValue.Of(Map(self).Table.TryGet(arguments.At(0), out _)));
        world.Method(prototype, "delete", 1, (_, self, arguments) => JsValue.Of(Map(self).Table.Remove(arguments.At(0))));
        world.Method(prototype, "clear", 0, (run, self, _) =>
        {
            run.Spend(Map(self).Table.Count);
            Map(self).Table.Clear();
            return default;
        });
        world.Method(prototype, "forEach", 1, (run, self, arguments) => ForEach(run, self, Map(self).Table, arguments));
        world.Method(prototype, "keys", 0, (run, self, _) => Iterator(run, Map(self).Table.Walk((_, key, _) => key), "Map Iterator"));
        world.Method(prototype, "values", 0, (run, self, _) => Iterator(run, Map(self).Table.Walk((_, _, value) => value), "Map Iterator"));
        world.Method(prototype, "entries", 0, (run, self, _) => Iterator(run, Map(self).Entries(), "Map Iterator"));
    }

    private static void AddSet(World world)
    {
        world.Type("Set", 0, Realm.Sets, (_, _, _) => throw Throw.TypeError("Constructor Set requires 'new'"), (run, _, arguments) =>
        {
            run.Allocate(256);
            var made = new JsSet();
            if (arguments.At(0).IsNullish)
                return JsValue.Of(made);
            var iteration = Iteration.Of(run, arguments[0]);
            while (iteration.Next(run, out var item))
                made.Table.Set(run, item, item);
            return JsValue.Of(made);
        });
        var prototype = Realm.Sets;
        world.Method(prototype, "add", 1, (run, self, arguments) =>
        {
            Set(self).Table.Set(run, arguments.At(0), arguments.At(0));
            return self;
        });
        world.Method(prototype, "has", 1, (run, self, arguments) => JsValue.Of(Set(self).Table.TryGet(arguments.At(0), out _)));
        world.Method(prototype, "delete", 1, (_, self, arguments) => JsValue.Of(Set(self).Table.Remove(arguments.At(0))));
        world.Method(prototype, "clear", 0, (run, self, _) =>
        {
            run.Spend(Set(self).Table.Count);
            Set(self).Table.Clear();
            return default;
        });
        world.Method(prototype, "forEach", 1, (run, self, arguments) => ForEach(run, self, Set(self).Table, arguments));
        world.Method(prototype, "keys", 0, (run, self, _) => Iterator(run, Set(self).Values(), "Set Iterator"));
        world.Method(prototype, "values", 0, (run, self, _) => Iterator(run, Set(self).Values(), "Set Iterator"));
        world.Method(prototype, "entries", 0, (run, self, _) =>
            Iterator(run, Set(self).Table.Walk((walking, key, _) => JsValue.Of(JsArray.Of(walking, [key, key]))), "Set Iterator"));
    }

    private static JsMap Map(JsValue self) => self.Object as JsMap ?? throw Throw.TypeError("Method Map.prototype called on incompatible receiver");

    private static JsSet Set(JsValue self) => self.Object as JsSet ?? throw Throw.TypeError("Method Set.prototype called on incompatible receiver");

    private static JsValue Iterator(JsRun run, Iteration source, string name)
    {
        run.Allocate(128);
        return JsValue.Of(new JsIterator(source, name));
    }

    private static JsValue ForEach(JsRun run, JsValue self, EntryTable table, ReadOnlySpan<JsValue> arguments)
    {
        var function = arguments.DemandFunction(0);
        var values = table.Walk((walking, key, value) => JsValue.Of(JsArray.Of(walking, [value, key])));
        while (values.Next(run, out var entry))
            function.Invoke(run, arguments.At(1), [Operators.Get(entry, "0"), Operators.Get(entry, "1"), self]);
        return default;
    }
}
