using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Applying;

/// <summary>Something on record that may bar aid within the look-back. It is shown as evidence; a person judges it.</summary>
public sealed class VetoEntry
{
    public required Guid Id { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>A key of the service's veto list.</summary>
    public required string Veto { get; init; }
    public required DateOnly On { get; init; }
    public required string Source { get; init; }
}

internal sealed class VetoEntryMapping : IEntityTypeConfiguration<VetoEntry>
{
    public void Configure(EntityTypeBuilder<VetoEntry> builder)
    {
        builder.ToTable("veto_entries");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.Veto).HasMaxLength(100);
        builder.Property(entry => entry.Source).HasMaxLength(500);
        builder.HasIndex(entry => entry.PersonId);
    }
}

/// <summary>What is to be seen before papers are counted: identity, registration, situation, vetoes, other relief, relatives of staff.</summary>
public sealed class Eligibility(IUnitOfWork work, Vault vault)
{
    /// <param name="identityProved">The clerk saw papers that prove who the applicant is.</param>
    public async Task<ImmutableArray<EligibilityFinding>> OfAsync(CaseFile file, bool identityProved, CancellationToken cancellation)
    {
        var db = work.Db;
        var person = (await db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var answers = file.Service.Form.InForce(vault.OpenAnswers(file.Case));
        var township = file.UnitAt(UnitLevel.Township);
        var here = await db.Set<UnitAncestor>().AnyAsync(line => line.UnitId == person.UnitId && line.AncestorId == township && line.ValidTo == null, cancellation);
        var home = here ? null : await db.Set<Unit>().Where(unit => unit.Id == person.UnitId).Select(unit => unit.NameZh).FirstOrDefaultAsync(cancellation);
        var found = EligibilityCheck.Run(file.Service.Description.Eligibility, new EligibilityFacts
        {
            On = file.Case.AppliedOn,
            Identity = identityProved ? IdentityProof.Proved : IdentityProof.None,
            Category = Answer.Plain(answers[FormKeys.Category]) ?? "",
            RegisteredHere = here && person.MovedOn is null,
            ApplyAt = person.MovedTo ?? home,
            Situation = Answer.Plain(answers[FormKeys.Situation]),
            VetoRecords = [.. await db.Set<VetoEntry>().Where(entry => entry.PersonId == person.Id)
                .Select(entry => new VetoRecord(entry.Veto, entry.On, entry.Source)).ToListAsync(cancellation)],
            OtherRelief = await OwnReliefAsync(file, cancellation),
            StaffRelatives = file.Case.RelativeOfStaff ? [new StaffRelative(person.Name, "", "")] : [],
        });
        return file.Case.AcceptedOn is null && Agents.TermOf(answers) is { } until && until < file.Today
            ? found.Add(new("eligibility.agent-power-ended", FindingSeverity.Judge, [("name", Answer.Plain(answers[FormKeys.AgentName])), ("until", until)]))
            : found;
    }

    /// <summary>What this office itself paid the person or household before.</summary>
    private async Task<ImmutableArray<OtherRelief>> OwnReliefAsync(CaseFile file, CancellationToken cancellation)
    {
        var (applicant, household, id) = (file.Case.ApplicantId, file.Case.HouseholdId, file.Case.Id);
        return [.. (await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.Id != id && other.PaidCents > 0 && (other.ApplicantId == applicant || (household != null && other.HouseholdId == household)))
            .Select(other => new { other.ServiceId, other.AppliedOn, other.PaidCents }).ToListAsync(cancellation))
            .Select(other => new OtherRelief(other.ServiceId, "", other.AppliedOn, other.PaidCents))];
    }
}
