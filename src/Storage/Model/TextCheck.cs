using System.Collections.Concurrent;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AidWorkflow.Storage.Model;

/// <summary>Holds every text that is about to be written to <see cref="FitTexts"/>, by the length that the model gives its column.</summary>
internal static class TextCheck
{
    private static readonly ConcurrentDictionary<IEntityType, IProperty[]> Texts = [];

    /// <exception cref="RefusedException">text.too-long, text.unfit</exception>
    internal static void Require(ChangeTracker changes)
    {
        var refusals = new Refusals();
        foreach (var entry in changes.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified))
                continue;
            foreach (var property in Texts.GetOrAdd(entry.Metadata, type => [.. type.GetProperties().Where(property => property.ClrType == typeof(string))]))
            {
                if ((entry.State == EntityState.Added || entry.Property(property).IsModified) && entry.CurrentValues[property] is string text && FitTexts.WhyNot(property.Name, text, property.GetMaxLength()) is { } refusal)
                    refusals.Add(refusal);
            }
        }

        refusals.ThrowIfAny();
    }
}
