using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A petition before an act: its line in the register, what it is, and its story so far.</summary>
public sealed class PetitionFile(Matter matter, Petition petition, PetitionStory story)
{
    public Matter Matter { get; } = matter;

    public Petition Petition { get; } = petition;

    public PetitionStory Story { get; internal set; } = story;

    /// <summary>It is answered, reviewed and re-reviewed by opinions in writing, and there is somebody to whom they go (art. 31, item 6).</summary>
    public bool OwesOpinion => Petition.Branch == ClaimBranch.PetitionHandling && !Matter.IsAnonymous;

    /// <summary>The opinion whose delivery comes next; null where none is owed now.</summary>
    public PetitionPaper? AwaitedPaper => OwesOpinion ? PetitionPapers.All.FirstOrDefault(paper => paper.Delivery is { } delivery && PetitionSteps.Refusal(Story, new(delivery, Story.LastDay)) is null) : null;
}

/// <summary>Opens petitions and takes them from the shelf.</summary>
public sealed class PetitionFiles(IUnitOfWork work, PetitionHouse house, Calendars calendars, Vault vault, AuditTrail audit)
{
    /// <exception cref="RefusedException">matter.unknown</exception>
    public async Task<PetitionFile> LoadAsync(MatterId id, CancellationToken cancellation)
    {
        var matter = await work.Db.Set<Matter>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        var petition = await work.Db.Set<Petition>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.no-petition");
        var entries = await work.Db.Set<PetitionEntry>().AsNoTracking().Where(entry => entry.MatterId == id).OrderBy(entry => entry.Number).ToListAsync(cancellation);
        return new(matter, petition, PetitionStory.Of(house.Laws.ByKey(petition.LawKey), entries.Select(entry => entry.Event), await calendars.CurrentAsync(cancellation), petition.IsReviewable));
    }

    /// <summary>The number of a document that was issued and has not reached anybody yet.</summary>
    public Task<string?> UndeliveredAsync(MatterId id, PetitionDocumentKind kind, CancellationToken cancellation) => work.Db.Set<PetitionDocument>().AsNoTracking()
        .Where(document => document.MatterId == id && document.Kind == kind && !document.IsReplaced && document.DeliveredOn == null).OrderByDescending(document => document.Ordinal).Select(document => document.Number).FirstOrDefaultAsync(cancellation);

    /// <summary>Who entered the last objection to a referral; null where there is none.</summary>
    public Task<AccountId?> WhoObjectedAsync(MatterId id, CancellationToken cancellation) => work.Db.Set<PetitionEntry>().AsNoTracking()
        .Where(entry => entry.MatterId == id && entry.Kind == PetitionEventKind.Objected).OrderByDescending(entry => entry.Number).Select(entry => entry.By).FirstOrDefaultAsync(cancellation);

    /// <summary>Matters of the same petitioner about the same subject, the first of them first.</summary>
    internal async Task<IReadOnlyList<Matter>> EarlierAsync(string[] petitioner, string subject, CancellationToken cancellation) => petitioner.Length == 0 ? []
        : await work.Db.Set<Matter>().AsNoTracking().Of(petitioner).Where(matter => matter.Subject == subject)
            .OrderBy(matter => matter.ReceivedOn).ThenBy(matter => matter.Id).ToListAsync(cancellation);

    /// <summary>The number of a petition of theirs about the subject that is final.</summary>
    internal async Task<string?> FinalAsync(string[] petitioner, string subject, CancellationToken cancellation)
    {
        var earlier = (await EarlierAsync(petitioner, subject, cancellation)).ToDictionary(matter => matter.Id);
        var ids = earlier.Keys.ToArray();
        var final = ids.Length == 0 ? null : await work.Db.Set<Petition>().AsNoTracking().Where(petition => ids.Contains(petition.Id) && petition.Status == PetitionStatus.Final).OrderBy(petition => petition.Id).FirstOrDefaultAsync(cancellation);
        return final is null ? null : earlier[final.Id].Number;
    }

    internal PetitionFile Open(Matter matter, PetitionClass @class, ClaimBranch? branch, WorkingCalendar calendar, Actor actor, DateTimeOffset now)
    {
        var received = new PetitionEvent(PetitionEventKind.Received, matter.ReceivedOn);
        var law = house.Laws.Of(matter.ReceivedOn);
        var story = PetitionStory.Of(law, [received], calendar, law.IsReviewable(branch));
        var petition = Petition.Open(matter.Id, @class, branch, story, calendar);
        work.Db.Add(petition);
        work.Db.Add(new PetitionEntry { MatterId = matter.Id, Number = 1, Kind = received.Kind, On = received.On, By = actor.Account!.Value, At = now });
        return new(matter, petition, story);
    }

    /// <summary>One more event, that was found to be able to follow.</summary>
    internal void Follow(PetitionFile file, PetitionEvent next, string words, WorkingCalendar calendar, Actor actor, DateTimeOffset now)
    {
        file.Story = file.Story.Then(next);
        var number = file.Story.Events.Count;
        work.Db.Add(new PetitionEntry
        {
            MatterId = file.Matter.Id,
            Number = number,
            Kind = next.Kind,
            On = next.On,
            Days = next.Days,
            Words = words.Length > 0 ? vault.Seal(words, PetitionEntry.PlaceOf(file.Matter.Id, number)) : null,
            By = actor.Account,
            At = now,
        });
        file.Petition.Follow(file.Story, calendar);
        if (file.Story.IsOver)
            file.Matter.Close(next.On);
        else if (next.Kind == PetitionEventKind.MergeUndone)
            file.Matter.Reopen();
        audit.Record($"matter:{file.Matter.Id}", "petition.step", actor, ("step", next.Kind.ToString()), ("on", $"{next.On:yyyy-MM-dd}"), ("days", next.Days > 0 ? $"{next.Days}" : null), ("status", file.Story.Status.ToString()));
    }
}
