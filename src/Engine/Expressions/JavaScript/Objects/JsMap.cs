using AidWorkflow.Engine.Expressions.JavaScript.Builtins;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>Entries of a Map or Set in the order they came; a walk under way sees additions and misses removals.</summary>
internal sealed class EntryTable
{
    private readonly Dictionary<JsValue, int> _places = [];
    private readonly List<(JsValue Key, JsValue Value, bool IsGone)> _entries = [];

    public int Count => _places.Count;

    public bool TryGet(JsValue key, out JsValue value)
    {
        var found = _places.TryGetValue(key, out var place);
        value = found ? _entries[place].Value : default;
        return found;
    }

    public void Set(JsRun run, JsValue key, JsValue value)
    {
        if (key is { IsNumber: true, Number: 0 })
            key = JsValue.Of(0.0); // -0 becomes 0
        run.Spend(4);
        if (_places.TryGetValue(key, out var place))
        {
            _entries[place] = (key, value, false);
            return;
        }
        run.Allocate(96);
        _places.Add(key, _entries.Count);
        _entries.Add((key, value, false));
    }

    public bool Remove(JsValue key)
    {
        if (!_places.Remove(key, out var place))
            return false;
        _entries[place] = (default, default, true);
        return true;
    }

    public void Clear()
    {
        for (var place = 0; place < _entries.Count; place++)
            _entries[place] = (default, default, true);
        _places.Clear();
    }

    public IterationBy Walk(Func<JsRun, JsValue, JsValue, JsValue> pick)
    {
        var next = 0;
        return new IterationBy((JsRun run, out JsValue value) =>
        {
            while (next < _entries.Count)
            {
                var entry = _entries[next++];
                run.Spend(1);
                if (entry.IsGone)
                    continue;
                value = pick(run, entry.Key, entry.Value);
                return true;
            }
            next = int.MaxValue;
            value = default;
            return false;
        });
    }
}

internal sealed class JsMap() : JsObject(Realm.Maps)
{
    public EntryTable Table { get; } = new();

    public override string Class => "Map";

    public IterationBy Entries() => Table.Walk((run, key, value) => JsValue.Of(JsArray.Of(run, [key, value])));

    public override bool TryGetOwn(string key, out JsValue value)
    {
        if (key != "size")
            return base.TryGetOwn(key, out value);
        value = JsValue.Of((double)Table.Count);
        return true;
    }

    public override bool Set(JsRun run, string key, JsValue value) => key != "size" && base.Set(run, key, value);
}

internal sealed class JsSet() : JsObject(Realm.Sets)
{
    public EntryTable Table { get; } = new();

    public override string Class => "Set";

    public IterationBy Values() => Table.Walk((_, key, _) => key);

    public override bool TryGetOwn(string key, out JsValue value)
    {
        if (key != "size")
            return base.TryGetOwn(key, out value);
        value = JsValue.Of((double)Table.Count);
        return true;
    }

    public override bool Set(JsRun run, string key, JsValue value) => key != "size" && base.Set(run, key, value);
}

/// <summary>What entries(), values() and matchAll() give.</summary>
internal sealed class JsIterator(Iteration source, string name) : JsObject(Realm.Iterators)
{
    public Iteration Source => source;

    public override string Class => name;
}
