using AidWorkflow.Engine.Expressions.JavaScript.Builtins;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>An object whose members live in the host.</summary>
internal sealed class LiveObject(IJsMembers members) : JsObject(Realm.Objects)
{
    public override bool TryGetOwn(string key, out JsValue value)
    {
        if (!members.TryGet(key, out value))
            return false;
        if (value.IsEmpty)
            value = default;
        return true;
    }

    public override PropertyFlags? FlagsOf(string key) =>
        members.TryGet(key, out _) ? PropertyFlags.Writable | PropertyFlags.Enumerable : null;

    public override bool Set(JsRun run, string key, JsValue value) => Create(run, key, value);

    public override bool Create(JsRun run, string key, JsValue value) =>
        members.TrySet(key, value) ? true : throw Throw.TypeError($"Cannot assign to '{key}'");

    public override bool Delete(string key) => FlagsOf(key) is null;

    public override List<string> OwnKeys(bool onlyEnumerable) => [.. members.Names];

    public override void Restrict(PropertyFlags kept) => throw Throw.TypeError("Objects of the workflow cannot be frozen");
}
