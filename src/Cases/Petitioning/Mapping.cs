using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

internal sealed class MatterMapping : IEntityTypeConfiguration<Matter>
{
    public void Configure(EntityTypeBuilder<Matter> builder)
    {
        builder.ToTable("matters");
        builder.HasKey(matter => matter.Id);
        builder.Property(matter => matter.Id).ValueGeneratedNever();
        builder.Property(matter => matter.Number).HasMaxLength(40);
        builder.Property(matter => matter.Subject).HasMaxLength(60);
        builder.Property(matter => matter.PetitionerIndex).HasMaxLength(120);
        builder.Property(matter => matter.ContactIndex).HasMaxLength(120);
        builder.Ignore(matter => matter.Place);
        builder.Ignore(matter => matter.PetitionerIndexes);
        builder.HasIndex(matter => matter.Number).IsUnique();
        builder.HasIndex(matter => new { matter.UnitId, matter.ReceivedOn });
        builder.HasIndex(matter => new { matter.PetitionerIndex, matter.Subject });
        builder.HasIndex(matter => new { matter.ContactIndex, matter.Subject });
        builder.HasIndex(matter => matter.VisitId);
    }
}

internal sealed class MatterAccusedMapping : IEntityTypeConfiguration<MatterAccused>
{
    public void Configure(EntityTypeBuilder<MatterAccused> builder)
    {
        builder.ToTable("matter_accused");
        builder.HasKey(accused => new { accused.MatterId, accused.AccountId });
    }
}

internal sealed class PetitionMapping : IEntityTypeConfiguration<Petition>
{
    public void Configure(EntityTypeBuilder<Petition> builder)
    {
        builder.ToTable("petitions");
        builder.HasKey(petition => petition.Id);
        builder.Property(petition => petition.Id).ValueGeneratedNever();
        builder.Property(petition => petition.LawKey).HasMaxLength(60);
        builder.HasIndex(petition => new { petition.NextDueOn, petition.Id });
        builder.HasIndex(petition => petition.InstanceId);
    }
}

internal sealed class PetitionEntryMapping : IEntityTypeConfiguration<PetitionEntry>
{
    public void Configure(EntityTypeBuilder<PetitionEntry> builder)
    {
        builder.ToTable("petition_entries");
        builder.HasKey(entry => new { entry.MatterId, entry.Number });
        builder.Ignore(entry => entry.Place);
        builder.Ignore(entry => entry.Event);
    }
}

internal sealed class PetitionDocumentMapping : IEntityTypeConfiguration<PetitionDocument>
{
    public void Configure(EntityTypeBuilder<PetitionDocument> builder)
    {
        builder.ToTable("petition_documents");
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Property(document => document.Number).HasMaxLength(200);
        builder.Property(document => document.Hash).HasMaxLength(80);
        builder.Property(document => document.TemplateVersion).HasMaxLength(20);
        builder.Ignore(document => document.IsRecorded);
        builder.Ignore(document => document.FieldsPlace);
        builder.Ignore(document => document.DeliveryPlace);
        builder.HasIndex(document => new { document.MatterId, document.Ordinal }).IsUnique();
        builder.HasIndex(document => document.Number);
    }
}

internal sealed class RegisterDayMapping : IEntityTypeConfiguration<RegisterDay>
{
    public void Configure(EntityTypeBuilder<RegisterDay> builder)
    {
        builder.ToTable("register_days");
        builder.HasKey(day => day.Id);
        builder.Property(day => day.Id).ValueGeneratedNever();
        builder.Property(day => day.Note).HasMaxLength(1000);
        builder.HasIndex(day => new { day.UnitId, day.Day }).IsUnique();
    }
}
