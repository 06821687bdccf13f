using AidWorkflow.Engine.Expressions.JavaScript.Builtins;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>A dense array; a hole is an empty value. What ECMAScript would keep sparse counts in full against the memory budget.</summary>
internal sealed class JsArray(JsValue[] items) : JsObject(Realm.Arrays)
{
    private const int BytesPerItem = 16;

    private JsValue[] _items = items;
    private PropertyFlags _itemFlags = PropertyFlags.All;
    private PropertyFlags _lengthFlags = PropertyFlags.Writable;

    public override string Class => "Array";

    public int Length { get; private set; } = items.Length;

    public ReadOnlySpan<JsValue> Items => _items.AsSpan(0, Length);

    /// <summary>The item, undefined for a hole or outside.</summary>
    public JsValue this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
                return default;
            var item = _items[index];
            return item.IsEmpty ? default : item;
        }
    }

    public bool HasItem(int index) => (uint)index < (uint)Length && !_items[index].IsEmpty;

    public bool IsFrozen => !_itemFlags.HasFlag(PropertyFlags.Writable);

    public static JsArray Sized(JsRun run, long length)
    {
        run.Allocate(48 + (length * BytesPerItem));
        var items = new JsValue[length];
        Array.Fill(items, JsValue.Empty);
        return new JsArray(items);
    }

    public static JsArray Of(JsRun run, ReadOnlySpan<JsValue> items)
    {
        run.Allocate(48 + (items.Length * (long)BytesPerItem));
        return new JsArray(items.ToArray());
    }

    /// <summary>A new array to be filled with <see cref="Push"/>.</summary>
    public static JsArray New(JsRun run)
    {
        run.Allocate(48);
        return new JsArray([]);
    }

    public override string Describe() => $"[array of {Length}]";

    public void Push(JsRun run, JsValue value)
    {
        DemandGrowth();
        Reserve(run, Length + 1L);
        _items[Length++] = value;
    }

    /// <summary>Writes an item that may lie beyond the end.</summary>
    public bool SetItem(JsRun run, long index, JsValue value)
    {
        if (index >= Length)
        {
            if (!IsExtensible || !_lengthFlags.HasFlag(PropertyFlags.Writable))
                return false;
            Reserve(run, index + 1);
            Array.Fill(_items, JsValue.Empty, Length, (int)(index - Length));
            Length = (int)index + 1;
        }
        else if (IsFrozen || (_items[index].IsEmpty && !IsExtensible))
        {
            return false;
        }
        _items[index] = value;
        return true;
    }

    public void SetLength(JsRun run, double length)
    {
        if (length != Math.Floor(length) || length is < 0 or >= uint.MaxValue + 1.0)
            throw Throw.RangeError("Invalid array length");
        if (length > Length)
        {
            Reserve(run, (long)length);
            Array.Fill(_items, JsValue.Empty, Length, (int)length - Length);
        }
        else
        {
            Truncate((int)length);
        }
        Length = (int)length;
    }

    /// <summary>Drops items at the end.</summary>
    public void Truncate(int length)
    {
        if (!_lengthFlags.HasFlag(PropertyFlags.Writable) || !_itemFlags.HasFlag(PropertyFlags.Configurable))
            throw Throw.TypeError("Cannot change a frozen or sealed array");
        Array.Clear(_items, length, Length - length);
        Length = length;
    }

    /// <summary>Replaces all items at once.</summary>
    public void Replace(JsValue[] items)
    {
        if (IsFrozen || !_lengthFlags.HasFlag(PropertyFlags.Writable) || !IsExtensible)
            throw Throw.TypeError("Cannot change a frozen array");
        _items = items;
        Length = items.Length;
    }

    /// <summary>A script may write into existing items of this array.</summary>
    public Span<JsValue> Writable()
    {
        if (IsFrozen)
            throw Throw.TypeError("Cannot change a frozen array");
        return _items.AsSpan(0, Length);
    }

    public override JsValue GetIndex(double index)
    {
        var place = (int)index;
        return place == index && (uint)place < (uint)Length && !_items[place].IsEmpty ? _items[place] : base.GetIndex(index);
    }

    public override bool SetIndex(JsRun run, double index, JsValue value)
    {
        var place = (long)index;
        return place == index && place is >= 0 and < uint.MaxValue ? SetItem(run, place, value) : base.SetIndex(run, index, value);
    }

    public override bool TryGetOwn(string key, out JsValue value)
    {
        if (key == "length")
        {
            value = JsValue.Of((double)Length);
            return true;
        }
        if (!ArrayIndex.TryRead(key, out var index))
            return base.TryGetOwn(key, out value);
        value = index < Length ? _items[index] : JsValue.Empty;
        if (!value.IsEmpty)
            return true;
        value = default;
        return false;
    }

    public override PropertyFlags? FlagsOf(string key)
    {
        if (key == "length")
            return _lengthFlags;
        if (ArrayIndex.TryRead(key, out var index))
            return index < Length && !_items[index].IsEmpty ? _itemFlags : null;
        return base.FlagsOf(key);
    }

    public override bool Set(JsRun run, string key, JsValue value)
    {
        if (key == "length")
        {
            if (!_lengthFlags.HasFlag(PropertyFlags.Writable))
                return false;
            SetLength(run, Coerce.ToNumber(run, value));
            return true;
        }
        return ArrayIndex.TryRead(key, out var index) ? SetItem(run, index, value) : base.Set(run, key, value);
    }

    public override bool Create(JsRun run, string key, JsValue value) =>
        ArrayIndex.TryRead(key, out var index) ? SetItem(run, index, value) : base.Create(run, key, value);

    public override bool Delete(string key)
    {
        if (key == "length")
            return false;
        if (!ArrayIndex.TryRead(key, out var index))
            return base.Delete(key);
        if (index >= Length || _items[index].IsEmpty)
            return true;
        if (!_itemFlags.HasFlag(PropertyFlags.Configurable))
            return false;
        _items[index] = JsValue.Empty;
        return true;
    }

    public override List<string> OwnKeys(bool onlyEnumerable)
    {
        var keys = new List<string>(Length + PropertyCount);
        for (var index = 0; index < Length; index++)
        {
            if (!_items[index].IsEmpty)
                keys.Add(ArrayIndex.Write(index));
        }
        if (!onlyEnumerable)
            keys.Add("length");
        if (PropertyCount > 0)
            keys.AddRange(base.OwnKeys(onlyEnumerable));
        return keys;
    }

    public override void Restrict(PropertyFlags kept)
    {
        base.Restrict(kept);
        _itemFlags &= kept;
        _lengthFlags &= kept;
    }

    private void DemandGrowth()
    {
        if (!IsExtensible || !_lengthFlags.HasFlag(PropertyFlags.Writable))
            throw Throw.TypeError($"Cannot add property {Length}, object is not extensible");
    }

    private void Reserve(JsRun run, long length)
    {
        if (length <= _items.Length)
            return;
        var capacity = Math.Max(Math.Max(4, length), Math.Min(_items.Length * 2L, length + 1_000_000));
        run.Allocate((capacity - _items.Length) * BytesPerItem);
        Array.Resize(ref _items, (int)capacity);
    }
}
