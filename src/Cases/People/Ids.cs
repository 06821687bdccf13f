using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.People;

public readonly record struct PayeeAccountId(Guid Value) : ITypedId<PayeeAccountId>
{
    public static PayeeAccountId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct RepresentativeId(Guid Value) : ITypedId<RepresentativeId>
{
    public static RepresentativeId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
