namespace AidWorkflow.Engine.Instances;

/// <summary>An id that cannot be mistaken for the id of something else; stored as its UUIDv7.</summary>
public interface ITypedId<TSelf>
    where TSelf : struct, ITypedId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf Of(Guid value);
}

public readonly record struct InstanceId(Guid Value) : ITypedId<InstanceId>
{
    public static InstanceId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct BookmarkId(Guid Value) : ITypedId<BookmarkId>
{
    public static BookmarkId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct MessageId(Guid Value) : ITypedId<MessageId>
{
    public static MessageId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public readonly record struct IncidentId(Guid Value) : ITypedId<IncidentId>
{
    public static IncidentId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
