using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Paying;

internal sealed class PaymentMapping : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments");
        builder.HasKey(payment => payment.Id);
        builder.Property(payment => payment.Id).ValueGeneratedNever();
        builder.Property(payment => payment.PayeeName).HasMaxLength(100);
        builder.Property(payment => payment.AccountTail).HasMaxLength(4);
        builder.Property(payment => payment.BankName).HasMaxLength(100);
        builder.Property(payment => payment.BankCode).HasMaxLength(20);
        builder.Property(payment => payment.Purpose).HasMaxLength(100);
        builder.Property(payment => payment.Reference).HasMaxLength(200);
        builder.Property(payment => payment.Correction).HasMaxLength(500);
        builder.Property(payment => payment.ReturnReason).HasMaxLength(500);
        builder.HasIndex(payment => payment.Reference).IsUnique();
        builder.HasIndex(payment => payment.Case);
        builder.HasIndex(payment => new { payment.Fund, payment.State });
    }
}

internal sealed class PayoutBatchMapping : IEntityTypeConfiguration<PayoutBatch>
{
    public void Configure(EntityTypeBuilder<PayoutBatch> builder)
    {
        builder.ToTable("payout_batches");
        builder.HasKey(batch => batch.Id);
        builder.Property(batch => batch.Id).ValueGeneratedNever();
        builder.Property(batch => batch.Number).HasMaxLength(60);
        builder.Property(batch => batch.Template).HasMaxLength(60);
        builder.Property(batch => batch.RollHash).HasMaxLength(100);
        builder.HasIndex(batch => batch.Number).IsUnique();
        builder.HasIndex(batch => new { batch.Fund, batch.State });
    }
}

internal sealed class PayoutLineMapping : IEntityTypeConfiguration<PayoutLine>
{
    public void Configure(EntityTypeBuilder<PayoutLine> builder)
    {
        builder.ToTable("payout_lines");
        builder.HasKey(line => new { line.Batch, line.Payment });
        builder.HasIndex(line => line.Payment).IsUnique(); // a line that leaves its batch is deleted: a payment is in one batch
    }
}

internal sealed class BatchSignatureMapping : IEntityTypeConfiguration<BatchSignature>
{
    public void Configure(EntityTypeBuilder<BatchSignature> builder)
    {
        builder.ToTable("payout_signatures");
        builder.HasKey(signature => new { signature.Batch, signature.Round, signature.Role });
        builder.Property(signature => signature.Name).HasMaxLength(100);
    }
}

internal sealed class BankAnswerMapping : IEntityTypeConfiguration<BankAnswer>
{
    public void Configure(EntityTypeBuilder<BankAnswer> builder)
    {
        builder.ToTable("bank_answers");
        builder.HasKey(answer => new { answer.Payment, answer.Sequence });
        builder.Property(answer => answer.Reason).HasMaxLength(500);
        builder.Property(answer => answer.AppliedAt).IsConcurrencyToken(); // booked once
        builder.HasIndex(answer => new { answer.AppliedAt, answer.At });
        builder.HasIndex(answer => answer.Batch);
    }
}

internal sealed class ReturnFileMapping : IEntityTypeConfiguration<ReturnFile>
{
    public void Configure(EntityTypeBuilder<ReturnFile> builder)
    {
        builder.ToTable("bank_return_files");
        builder.HasKey(file => new { file.Batch, file.Hash });
        builder.Property(file => file.Hash).HasMaxLength(100);
        builder.Property(file => file.FileName).HasMaxLength(200);
    }
}

internal sealed class KeyedAnswerMapping : IEntityTypeConfiguration<KeyedAnswer>
{
    public void Configure(EntityTypeBuilder<KeyedAnswer> builder)
    {
        builder.ToTable("bank_keyed_answers");
        builder.HasKey(keyed => keyed.Payment); // at most one reading waits for its second
        builder.Property(keyed => keyed.Payment).ValueGeneratedNever();
        builder.Property(keyed => keyed.Reason).HasMaxLength(500);
    }
}

internal sealed class StoredBankFileMapping : IEntityTypeConfiguration<StoredBankFile>
{
    public void Configure(EntityTypeBuilder<StoredBankFile> builder)
    {
        builder.ToTable("bank_files");
        builder.HasKey(file => file.Batch);
        builder.Property(file => file.Batch).ValueGeneratedNever();
        builder.Property(file => file.FileName).HasMaxLength(200);
        builder.Property(file => file.ContentType).HasMaxLength(100);
        builder.Property(file => file.Hash).HasMaxLength(100);
    }
}
