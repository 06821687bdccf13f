namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>An object of a script: own properties and a prototype. Knows nothing of CLR members.</summary>
internal class JsObject(JsObject? prototype)
{
    private PropertyTable _properties;

    public JsObject? Prototype { get; set; } = prototype;

    public bool IsExtensible { get; set; } = true;

    /// <summary>Part of the built-in world, which all runs share and no run may change.</summary>
    public bool IsShared { get; set; }

    /// <summary>The name in "[object Name]".</summary>
    public virtual string Class => "Object";

    public int PropertyCount => _properties.Count;

    /// <summary>Text for people and logs; runs no script.</summary>
    public virtual string Describe() => $"[object {Class}]";

    public JsValue Get(string key)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (holder.TryGetOwn(key, out var value))
                return value;
        }
        return key == "__proto__" && Prototype is { } up ? JsValue.Of(up) : JsValue.Undefined;
    }

    public virtual JsValue GetIndex(double index) => Get(Numerals.Write(index));

    public bool Has(string key)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (holder.HasOwn(key))
                return true;
        }
        return false;
    }

    public bool HasOwn(string key) => FlagsOf(key) is not null;

    public virtual bool TryGetOwn(string key, out JsValue value)
    {
        if (_properties.TryFind(key, out var place))
        {
            value = _properties.At(place).Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The flags of an own property, null when there is none.</summary>
    public virtual PropertyFlags? FlagsOf(string key) =>
        _properties.TryFind(key, out var place) ? _properties.At(place).Flags : null;

    /// <summary>Assignment. False when the property or the object refuses, which a script in sloppy mode does not notice.</summary>
    public virtual bool Set(JsRun run, string key, JsValue value)
    {
        if (_properties.TryFind(key, out var place))
        {
            ref var entry = ref _properties.At(place);
            if (!entry.Flags.HasFlag(PropertyFlags.Writable))
                return false;
            if (IsShared)
                throw SharedFault();
            entry.Value = value;
            return true;
        }
        if (key == "__proto__")
            throw Throw.TypeError("__proto__ cannot be set here");
        for (var holder = Prototype; holder is not null; holder = holder.Prototype)
        {
            if (holder.FlagsOf(key) is { } inherited)
            {
                if (!inherited.HasFlag(PropertyFlags.Writable))
                    return false;
                break;
            }
        }
        return Create(run, key, value);
    }

    public virtual bool SetIndex(JsRun run, double index, JsValue value) => Set(run, Numerals.Write(index), value);

    /// <summary>A new own property, as a literal or JSON.parse makes it. Replaces an own one of that name.</summary>
    public virtual bool Create(JsRun run, string key, JsValue value)
    {
        if (IsShared)
            throw SharedFault();
        if (_properties.TryFind(key, out var place))
        {
            ref var entry = ref _properties.At(place);
            if (entry.Flags != PropertyFlags.All && !entry.Flags.HasFlag(PropertyFlags.Writable))
                return false;
            entry.Value = value;
            return true;
        }
        if (!IsExtensible)
            return false;
        run.Allocate(64);
        _properties.Add(key, value, PropertyFlags.All);
        return true;
    }

    /// <summary>Without a run to charge: for the host and the built-in world.</summary>
    public void Define(string key, JsValue value, PropertyFlags flags = PropertyFlags.All)
    {
        if (!_properties.TryFind(key, out var place))
        {
            _properties.Add(key, value, flags);
            return;
        }
        ref var entry = ref _properties.At(place);
        entry.Value = value;
        entry.Flags = flags;
    }

    public virtual bool Delete(string key)
    {
        if (!_properties.TryFind(key, out var place))
            return true;
        if (IsShared)
            throw SharedFault();
        if (!_properties.At(place).Flags.HasFlag(PropertyFlags.Configurable))
            return false;
        _properties.Remove(place);
        return true;
    }

    public virtual List<string> OwnKeys(bool onlyEnumerable) => _properties.Keys(onlyEnumerable);

    /// <summary>What Object.freeze and Object.seal do to properties.</summary>
    public virtual void Restrict(PropertyFlags kept)
    {
        if (IsShared)
            throw SharedFault();
        IsExtensible = false;
        _properties.Restrict(kept);
    }

    protected static Exception SharedFault() => Throw.TypeError("Built-in objects cannot be changed here");
}
