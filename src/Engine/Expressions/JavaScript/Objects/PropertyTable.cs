using System.Runtime.InteropServices;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>Properties in the order they were made; looked through one by one while few, by a dictionary when many.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PropertyTable
{
    private const int Few = 8;

    private Entry[]? _entries;
    private Dictionary<string, int>? _places;
    private int _used;

    public int Count { get; private set; }

    /// <summary>Whether a key is a number, so that enumeration must sort.</summary>
    public bool HasIndexes { get; private set; }

    public readonly bool TryFind(string key, out int place)
    {
        if (_places is not null)
            return _places.TryGetValue(key, out place);
        for (place = 0; place < _used; place++)
        {
            if (_entries![place].Key is { } candidate && (ReferenceEquals(candidate, key) || candidate == key))
                return true;
        }
        return false;
    }

    public readonly ref Entry At(int place) => ref _entries![place];

    public void Add(string key, JsValue value, PropertyFlags flags)
    {
        if (_entries is null)
            _entries = new Entry[4];
        else if (_used == _entries.Length)
            MakeRoom();
        _entries[_used] = new Entry { Key = key, Value = value, Flags = flags };
        if (_places is null && _used >= Few)
            IndexAll();
        _places?.Add(key, _used);
        _used++;
        Count++;
        HasIndexes |= ArrayIndex.TryRead(key, out _);
    }

    public void Remove(int place)
    {
        _places?.Remove(_entries![place].Key!);
        _entries![place] = default;
        Count--;
        if (Count == 0)
        {
            _used = 0;
            _places = null;
        }
    }

    /// <summary>Keys as ECMAScript orders them: numbers first and ascending, the rest in the order they were made.</summary>
    public readonly List<string> Keys(bool onlyEnumerable)
    {
        var keys = new List<string>(Count);
        for (var place = 0; place < _used; place++)
        {
            ref var entry = ref _entries![place];
            if (entry.Key is not null && (!onlyEnumerable || entry.Flags.HasFlag(PropertyFlags.Enumerable)))
                keys.Add(entry.Key);
        }
        if (!HasIndexes)
            return keys;
        var indexes = keys.Where(key => ArrayIndex.TryRead(key, out _)).OrderBy(key => uint.Parse(key, System.Globalization.CultureInfo.InvariantCulture));
        return [.. indexes, .. keys.Where(key => !ArrayIndex.TryRead(key, out _))];
    }

    public readonly void Restrict(PropertyFlags kept)
    {
        for (var place = 0; place < _used; place++)
            _entries![place].Flags &= kept;
    }

    private void MakeRoom()
    {
        if (Count > _used / 2)
        {
            Array.Resize(ref _entries, _used * 2);
            return;
        }
        // Mostly removed entries: close the gaps instead of growing.
        var kept = 0;
        for (var place = 0; place < _used; place++)
        {
            if (_entries![place].Key is not null)
                _entries[kept++] = _entries[place];
        }
        Array.Clear(_entries!, kept, _used - kept);
        _used = kept;
        if (_places is not null)
            IndexAll();
    }

    private void IndexAll()
    {
        _places = new Dictionary<string, int>(_used * 2, StringComparer.Ordinal);
        for (var place = 0; place < _used; place++)
        {
            if (_entries![place].Key is { } key)
                _places.Add(key, place);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    internal struct Entry
    {
        public string? Key;
        public JsValue Value;
        public PropertyFlags Flags;
    }
}
