using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AidWorkflow.Storage.Model;

internal sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Of(value))
    where TId : struct, ITypedId<TId>
{
    private static TId Of(Guid value) => TId.Of(value); // an expression tree may not call a static abstract itself
}

/// <summary>SQLite cannot order or compare a DateTimeOffset; UTC ticks sort the same on every provider.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    moment => moment.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
