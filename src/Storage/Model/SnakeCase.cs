using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace AidWorkflow.Storage.Model;

/// <summary>Columns read as SQL does (<c>due_at</c>), on every provider without quotes; a name given by a configuration stands.</summary>
internal sealed class SnakeCase : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
            NameColumns(entity);
    }

    private static void NameColumns(IConventionTypeBase type)
    {
        // The key of an owned type is its owner's column and takes that name by itself.
        var owned = type is IConventionEntityType entity && entity.FindOwnership() is not null;
        foreach (var property in type.GetDeclaredProperties())
        {
            if (owned && property.IsPrimaryKey() || property.GetColumnName() is not { } column)
                continue;
            property.Builder.HasColumnName(Of(column));
        }

        foreach (var complex in type.GetDeclaredComplexProperties())
            NameColumns(complex.ComplexType);
    }

    internal static string Of(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }
}
