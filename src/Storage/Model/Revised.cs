using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace AidWorkflow.Storage.Model;

/// <summary>The revision of an <see cref="IRevised"/> row is compared on every write, whether its configuration says so or not.</summary>
internal sealed class Revised : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (!typeof(IRevised).IsAssignableFrom(entity.ClrType))
                continue;
            var revision = entity.FindProperty(nameof(IRevised.Revision))
                ?? throw new InvalidOperationException($"{entity.ClrType.Name} is revised, but its Revision is not mapped: give it a setter.");
            revision.Builder.IsConcurrencyToken(true);
        }
    }
}
