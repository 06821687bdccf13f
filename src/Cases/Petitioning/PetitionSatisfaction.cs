using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>How the petitioner said it.</summary>
public enum SatisfactionMeans
{
    Portal,
    Phone,
    Paper,
}

/// <summary>
/// How satisfied a petitioner is with the answer to their petition (信访满意度), once a petition, after its delivery. It is a scheme of its own: what people think of how they were served is a
/// <see cref="Rating.ServiceRating"/>, and neither is counted in the other.
/// </summary>
public sealed class PetitionSatisfaction : IPlaced
{
    public const int MostWords = 500;

    /// <summary>Levels from here up count as satisfied: very satisfied, satisfied, fairly satisfied.</summary>
    public const int LowestSatisfied = 3;

    public required MatterId MatterId { get; init; }

    public required UnitId UnitId { get; init; }

    /// <summary>5 is the highest.</summary>
    public required int Level { get; init; }

    /// <summary>Encrypted at <see cref="PlaceOf"/>.</summary>
    public byte[]? Words { get; init; }

    public required SatisfactionMeans Means { get; init; }

    /// <summary>Who of the staff asked; null where the petitioner wrote it.</summary>
    public AccountId? AskedBy { get; init; }

    public required DateOnly SaidOn { get; init; }

    public required DateTimeOffset At { get; init; }

    public static string PlaceOf(MatterId matter) => $"petition.satisfaction:{matter}";
}

/// <param name="SaidOn">When the petitioner was asked.</param>
public sealed record SatisfactionCommand(MatterId Matter, int? Level, string Words, SatisfactionMeans? Means, DateOnly SaidOn);

/// <summary>Keeps what a petitioner says of the answer: they themselves where they have an account, else the desk, from the telephone or paper.</summary>
public sealed class RecordSatisfaction(IUnitOfWork work, MatterSight sight, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">matter.unknown, satisfaction.no-petition, satisfaction.nobody, satisfaction.too-early, satisfaction.given-before, satisfaction.level, satisfaction.means, satisfaction.day, satisfaction.words</exception>
    public async Task<MatterId> RecordAsync(SatisfactionCommand command, Actor actor, CancellationToken cancellation)
    {
        var matter = await (await sight.OfAsync(actor, [Role.DeskClerk, Role.RightsOfficer], cancellation)).AsNoTracking().FirstOrDefaultAsync(one => one.Id == command.Matter, cancellation) ?? throw new RefusedException("matter.unknown");
        return await KeepAsync(matter, command, actor.Account, actor, cancellation);
    }

    /// <summary>The petitioner's own word.</summary>
    /// <exception cref="RefusedException">As of <see cref="RecordAsync"/>.</exception>
    public async Task<MatterId> SayAsync(MatterId id, int? level, string words, Actor actor, CancellationToken cancellation)
    {
        var matter = actor.Person is { } person ? await work.Db.Set<Matter>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id && one.PersonId == person, cancellation) : null;
        return await KeepAsync(matter ?? throw new RefusedException("matter.unknown"), new(id, level, words, SatisfactionMeans.Portal, LocalDay.Today(time)), askedBy: null, actor, cancellation);
    }

    private async Task<MatterId> KeepAsync(Matter matter, SatisfactionCommand command, AccountId? askedBy, Actor actor, CancellationToken cancellation)
    {
        if (matter.Kind != MatterKind.Petition)
            throw new RefusedException("satisfaction.no-petition");
        if (matter.IsAnonymous)
            throw new RefusedException("satisfaction.nobody");
        var delivered = await work.Db.Set<PetitionEntry>().AsNoTracking().Where(entry => entry.MatterId == matter.Id && entry.Kind == PetitionEventKind.Delivered).Select(entry => (DateOnly?)entry.On).FirstOrDefaultAsync(cancellation)
            ?? throw new RefusedException("satisfaction.too-early");
        if (await work.Db.Set<PetitionSatisfaction>().AnyAsync(one => one.MatterId == matter.Id, cancellation))
            throw new RefusedException("satisfaction.given-before");
        var now = time.GetUtcNow();
        var refusals = new Refusals();
        refusals.Require(command.Level is >= 1 and <= 5, new("satisfaction.level", "level"));
        refusals.Require(command.Means is not null && (askedBy is null || command.Means != SatisfactionMeans.Portal), new("satisfaction.means", "means"));
        refusals.Require(command.SaidOn >= delivered && command.SaidOn <= LocalDay.Of(now), new("satisfaction.day", "saidOn", ("from", delivered), ("to", LocalDay.Of(now))));
        refusals.Require(command.Words.Length <= PetitionSatisfaction.MostWords, new("satisfaction.words", "words", ("most", PetitionSatisfaction.MostWords)));
        refusals.ThrowIfAny();
        var words = command.Words.Trim();
        work.Db.Add(new PetitionSatisfaction
        {
            MatterId = matter.Id,
            UnitId = matter.UnitId,
            Level = command.Level!.Value,
            Words = words.Length > 0 ? vault.Seal(words, PetitionSatisfaction.PlaceOf(matter.Id)) : null,
            Means = command.Means!.Value,
            AskedBy = askedBy,
            SaidOn = command.SaidOn,
            At = now,
        });
        audit.Record($"matter:{matter.Id}", "petition.satisfaction", actor, ("means", command.Means.Value.ToString()), ("on", $"{command.SaidOn:yyyy-MM-dd}")); // that it was said, and nothing of what
        return matter.Id;
    }
}

internal sealed class PetitionSatisfactionMapping : IEntityTypeConfiguration<PetitionSatisfaction>
{
    public void Configure(EntityTypeBuilder<PetitionSatisfaction> builder)
    {
        builder.ToTable("petition_satisfactions");
        builder.HasKey(one => one.MatterId);
        builder.Property(one => one.MatterId).ValueGeneratedNever();
        builder.HasIndex(one => new { one.UnitId, one.SaidOn });
    }
}
