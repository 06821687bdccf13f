using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Applying;

internal sealed class AidCaseMapping : IEntityTypeConfiguration<AidCase>
{
    public void Configure(EntityTypeBuilder<AidCase> builder)
    {
        builder.ToTable("cases");
        builder.HasKey(aidCase => aidCase.Id);
        builder.Property(aidCase => aidCase.Id).ValueGeneratedNever();
        builder.Property(aidCase => aidCase.ReceiptNumber).HasMaxLength(40);
        builder.Property(aidCase => aidCase.ServiceId).HasMaxLength(100);
        builder.Property(aidCase => aidCase.CauseIndex).HasMaxLength(120);
        builder.Property(aidCase => aidCase.FactsIndex).HasMaxLength(120);
        builder.Property(aidCase => aidCase.SubmissionKey).HasMaxLength(120);
        builder.Property(aidCase => aidCase.HeldBecause).HasMaxLength(500);
        builder.HasIndex(aidCase => aidCase.ReceiptNumber).IsUnique();
        builder.HasIndex(aidCase => aidCase.SubmissionKey).IsUnique();
        builder.HasIndex(aidCase => aidCase.ApplicantId);
        builder.HasIndex(aidCase => aidCase.SubmittedBy);
        builder.HasIndex(aidCase => aidCase.HouseholdId);
        builder.HasIndex(aidCase => aidCase.CauseIndex);
        builder.HasIndex(aidCase => new { aidCase.UnitId, aidCase.Stage, aidCase.AppliedAt, aidCase.Id }); // an area's cases are counted and put in order from here alone
        builder.HasIndex(aidCase => new { aidCase.ServiceId, aidCase.AppliedOn });
        builder.Ignore(aidCase => aidCase.IsOpen);
        builder.Ignore(aidCase => aidCase.OverpaidCents);
        builder.Ignore(aidCase => aidCase.DecidedCents);
    }
}

internal sealed class CaseRunMapping : IEntityTypeConfiguration<CaseRun>
{
    public void Configure(EntityTypeBuilder<CaseRun> builder)
    {
        builder.ToTable("case_runs");
        builder.HasKey(run => run.Id);
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.Property(run => run.DefinitionVersionId).HasMaxLength(200);
        builder.Ignore(run => run.ReasonsPlace);
        builder.HasIndex(run => run.CaseId);
    }
}

internal sealed class CounterMapping : IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.ToTable("counters");
        builder.HasKey(counter => counter.Key);
        builder.Property(counter => counter.Key).HasMaxLength(120);
    }
}

internal sealed class SupplementRequestMapping : IEntityTypeConfiguration<SupplementRequest>
{
    public void Configure(EntityTypeBuilder<SupplementRequest> builder)
    {
        builder.ToTable("supplement_requests");
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.Ignore(request => request.Items);
        builder.Ignore(request => request.Place);
        builder.HasIndex(request => request.CaseId);
    }
}

internal sealed class CaseDocumentMapping : IEntityTypeConfiguration<CaseDocument>
{
    public void Configure(EntityTypeBuilder<CaseDocument> builder)
    {
        builder.ToTable("case_documents");
        builder.HasKey(document => new { document.CaseId, document.FileId });
        builder.Property(document => document.Key).HasMaxLength(100);
    }
}

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_files");
        builder.HasKey(file => file.Id);
        builder.Property(file => file.Id).ValueGeneratedNever();
        builder.Property(file => file.ContentHash).HasMaxLength(100);
        builder.Property(file => file.FileName).HasMaxLength(255);
        builder.Property(file => file.MediaType).HasMaxLength(100);
        builder.HasIndex(file => file.ContentHash);
        builder.HasIndex(file => new { file.Linked, file.UploadedAt });
    }
}
