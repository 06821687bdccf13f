using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Receiving;

internal sealed class MatterEndMapping : IEntityTypeConfiguration<MatterEnd>
{
    public void Configure(EntityTypeBuilder<MatterEnd> builder)
    {
        builder.ToTable("matter_ends");
        builder.HasKey(end => end.MatterId);
        builder.Property(end => end.MatterId).ValueGeneratedNever();
    }
}

internal sealed class MatterApplicationMapping : IEntityTypeConfiguration<MatterApplication>
{
    public void Configure(EntityTypeBuilder<MatterApplication> builder)
    {
        builder.ToTable("matter_applications");
        builder.HasKey(link => new { link.MatterId, link.Number });
        builder.Property(link => link.ServiceId).HasMaxLength(100);
        builder.Ignore(link => link.IsBeingWritten);
        builder.HasIndex(link => link.DraftId).IsUnique();
        builder.HasIndex(link => link.CaseId);
    }
}

internal sealed class AppointmentMapping : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.ToTable("appointments");
        builder.HasKey(appointment => appointment.Id);
        builder.Property(appointment => appointment.Id).ValueGeneratedNever();
        builder.Ignore(appointment => appointment.Place);
        builder.HasIndex(appointment => new { appointment.MatterId, appointment.Number }).IsUnique();
        builder.HasIndex(appointment => new { appointment.With, appointment.When });
    }
}

internal sealed class ConfidentialNoteMapping : IEntityTypeConfiguration<ConfidentialNote>
{
    public void Configure(EntityTypeBuilder<ConfidentialNote> builder)
    {
        builder.ToTable("confidential_notes");
        builder.HasKey(note => new { note.AppointmentId, note.Number });
        builder.Ignore(note => note.Place);
    }
}

internal sealed class OpinionReportMapping : IEntityTypeConfiguration<OpinionReport>
{
    public void Configure(EntityTypeBuilder<OpinionReport> builder)
    {
        builder.ToTable("opinion_reports");
        builder.HasKey(report => new { report.MatterId, report.Number });
        builder.Ignore(report => report.Place);
    }
}
