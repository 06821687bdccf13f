using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Lets a matter go on in another of the same people about the same facts (并案): it ends with a pointer to the leading one, its limits stop on that day and everything of it stays. Whoever an accusation among them names sees
/// neither. It can be undone while nothing happened in the leading one.
/// </summary>
public sealed class MergeMatters(IUnitOfWork work, MatterHands hands, MatterSight sight, PetitionFiles files, PetitionRuns runs, VisitRuns visits, MatterLinks links, Calendars calendars, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <param name="lead">The number of the leading matter.</param>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, matter.over, merge.lead-unknown, merge.itself, merge.kind, merge.class, merge.people, link.why, and what <see cref="PetitionSteps"/> refuses</exception>
    public async Task<MatterLink> RunAsync(MatterId id, string lead, string why, Actor actor, CancellationToken cancellation)
    {
        var matter = await hands.TakeAsync(id, [Role.RightsOfficer], actor, cancellation);
        if (matter.ClosedOn is { } over)
            throw new RefusedException("matter.over", null, ("on", over));
        var number = lead.Trim();
        var leading = await (await sight.OfAsync(actor, [Role.RightsOfficer], cancellation)).FirstOrDefaultAsync(one => one.Number == number, cancellation) ?? throw new RefusedException("merge.lead-unknown", "lead", ("number", number));
        await hands.RequireAsync(leading.Id, actor, cancellation);
        var petitions = await work.Db.Set<Petition>().AsNoTracking().Where(one => one.Id == id || one.Id == leading.Id).ToDictionaryAsync(one => one.Id, cancellation);
        var refusals = new Refusals();
        if (leading.Id == id)
            refusals.Add(new("merge.itself", "lead"));
        refusals.Require(leading.ClosedOn is null, new("merge.lead-over", "lead", ("number", number), ("on", leading.ClosedOn)));
        refusals.Require(leading.Kind == matter.Kind, new("merge.kind", "lead"));
        refusals.Require(petitions.GetValueOrDefault(id)?.Class == petitions.GetValueOrDefault(leading.Id)?.Class, new("merge.class", "lead"));
        refusals.Require(AreOfOne(matter, leading), new("merge.people", "lead"));
        MatterLinks.Check(why, refusals);
        refusals.ThrowIfAny();

        var (now, today) = (time.GetUtcNow(), LocalDay.Today(time));
        if (petitions.ContainsKey(id))
        {
            var file = await files.LoadAsync(id, cancellation);
            files.Follow(file, new(PetitionEventKind.Merged, today), why.Trim(), await calendars.CurrentAsync(cancellation), actor, now);
            await runs.HoldAsync(file, "merged", actor, cancellation);
        }
        else
        {
            matter.Close(today);
            await visits.HoldAsync(matter, "merged", actor, cancellation);
        }

        await ShareAccusedAsync(id, leading.Id, cancellation);
        audit.Record($"matter:{id}", "matter.merged", actor, ("other", leading.Id.ToString()), ("number", leading.Number));
        return links.Add(id, leading.Id, MatterLinkKind.MergedInto, today, why, actor);
    }

    /// <summary>Each goes on by itself again, as though they had not been merged. Whom either accuses stays kept out of both.</summary>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, merge.none, merge.followed</exception>
    public async Task<MatterLink> UndoAsync(MatterId id, Actor actor, CancellationToken cancellation)
    {
        var matter = await hands.TakeAsync(id, [Role.RightsOfficer], actor, cancellation);
        var link = await work.Db.Set<MatterLink>().FirstOrDefaultAsync(one => one.MatterId == id && one.Kind == MatterLinkKind.MergedInto && one.UndoneOn == null, cancellation) ?? throw new RefusedException("merge.none");
        if (await HasFollowedAsync(link, cancellation))
            throw new RefusedException("merge.followed");
        var (now, today) = (time.GetUtcNow(), LocalDay.Today(time));
        if (await work.Db.Set<Petition>().AnyAsync(one => one.Id == id, cancellation))
        {
            var file = await files.LoadAsync(id, cancellation);
            files.Follow(file, new(PetitionEventKind.MergeUndone, today), "", await calendars.CurrentAsync(cancellation), actor, now);
            await runs.WakeAsync(file, "merge undone", actor, cancellation);
        }
        else
        {
            matter.Reopen();
            await visits.WakeAsync(matter, "merge undone", actor, cancellation);
        }

        link.Undo(today, actor.Account!.Value);
        audit.Record($"matter:{id}", "matter.merge-undone", actor, ("other", link.OtherId.ToString()));
        return link;
    }

    /// <summary>The same petitioner, or one of a joint group in the name of which the other was raised.</summary>
    private bool AreOfOne(Matter one, Matter other)
    {
        if (one.PetitionerIndexes.Intersect(other.PetitionerIndexes).Any())
            return true;
        if (one.People == 1 && other.People == 1)
            return false;
        var (words, others) = (Words(one), Words(other));
        return IsAmong(words.Name, others) || IsAmong(others.Name, words);

        static bool IsAmong(string name, MatterWords of) => name.Length > 0 && (of.Name == name || of.Representatives.Contains(name));
    }

    private MatterWords Words(Matter matter) => JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;

    /// <summary>The page of each names the other.</summary>
    private async Task ShareAccusedAsync(MatterId one, MatterId other, CancellationToken cancellation)
    {
        var accused = await work.Db.Set<MatterAccused>().AsNoTracking().Where(row => row.MatterId == one || row.MatterId == other).ToListAsync(cancellation);
        foreach (var account in accused.Select(row => row.AccountId).Distinct())
            foreach (var matter in (MatterId[])[one, other])
                if (!accused.Exists(row => row.MatterId == matter && row.AccountId == account))
                    work.Db.Add(new MatterAccused { MatterId = matter, AccountId = account });
    }

    private async Task<bool> HasFollowedAsync(MatterLink link, CancellationToken cancellation) =>
        await work.Db.Set<Matter>().AnyAsync(one => one.Id == link.OtherId && one.ClosedOn != null, cancellation)
        || await work.Db.Set<PetitionEntry>().AnyAsync(one => one.MatterId == link.OtherId && one.At > link.At, cancellation)
        || await work.Db.Set<VisitEntry>().AnyAsync(one => one.MatterId == link.OtherId && one.At > link.At, cancellation)
        || await work.Db.Set<PetitionDocument>().AnyAsync(one => one.MatterId == link.OtherId && one.EnteredAt > link.At, cancellation);
}

/// <summary>Keeps which matters belong together, within whatever act brings it about.</summary>
public sealed class MatterLinks(IUnitOfWork work, Vault vault, IIds ids, TimeProvider time)
{
    public const int MostWhy = 1000;

    internal MatterLink Add(MatterId matter, MatterId other, MatterLinkKind kind, DateOnly on, string why, Actor actor)
    {
        var id = MatterLinkId.Of(ids.Next());
        var link = MatterLink.Of(id, matter, other, kind, on, vault.Seal(why.Trim(), MatterLink.WhyPlaceOf(id)), actor.Account!.Value, time.GetUtcNow());
        work.Db.Add(link);
        return link;
    }

    internal static void Check(string why, Refusals refusals) => refusals.Require(why.Trim().Length is > 0 and <= MostWhy, new("link.why", "why", ("most", MostWhy)));
}
