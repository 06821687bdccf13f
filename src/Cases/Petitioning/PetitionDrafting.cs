using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A document that is about to be issued or recorded.</summary>
/// <param name="Entry">The number of the event that it puts into writing.</param>
/// <param name="Unit">Whose seal it bears.</param>
internal sealed record PetitionDraft(PetitionFile File, PetitionPaper Paper, int Entry, Unit Unit, DateOnly On, ImmutableDictionary<string, string> Fields)
{
    /// <summary>Of an opinion that is recorded; null where it is issued here.</summary>
    public StoredFileId? Scan { get; init; }

    public string? Number { get; init; }
}

/// <summary>A document that somebody may issue of a petition now.</summary>
/// <param name="IsElsewhere">Theirs is not the body in charge, or above it, that has to issue it: they record what that body gave.</param>
public sealed record PetitionOffer(PetitionDocumentKind Kind, LocalText Name, bool IsElsewhere);

/// <summary>Who may issue which document of a petition now, and under whose seal.</summary>
public sealed class PetitionDrafting(IUnitOfWork work, PetitionFiles files, MatterSight sight, MatterHands hands, Scopes scopes, TimeProvider time)
{
    /// <summary>What the reader may issue; nothing of what is no petition.</summary>
    public async Task<ImmutableArray<PetitionOffer>> OffersAsync(MatterId id, Actor actor, CancellationToken cancellation)
    {
        if (!await work.Db.Set<Petition>().AnyAsync(petition => petition.Id == id, cancellation) || await hands.IsOutAsync(id, actor, cancellation))
            return [];
        var (file, offers) = (await files.LoadAsync(id, cancellation), ImmutableArray.CreateBuilder<PetitionOffer>());
        foreach (var paper in PetitionPapers.All.Where(paper => Refusal(file, paper) is null))
            if (await MayAsync(id, paper.Issuers, actor, cancellation) && !await IsOutAsync(file, paper, cancellation))
                offers.Add(new(paper.Kind, paper.Name, (paper.IsOfBody || paper.LooksAgainAt is not null) && await SealOfAsync(file, paper, actor, cancellation) is null));
        return offers.ToImmutable();
    }

    /// <param name="isRecorded">It is another body's opinion, so whoever writes it down need not stand above anybody.</param>
    /// <exception cref="RefusedException">matter.unknown, matter.no-petition, matter.recused, petition-document.not-yours, petition-document.not-superior, petition-document.other-body, petition-document.delivered-before, and what <see cref="PetitionPapers.Refusal"/> says</exception>
    internal async Task<(PetitionFile File, PetitionPaper Paper, Unit Unit)> OpenAsync(MatterId id, PetitionDocumentKind kind, bool isRecorded, Actor actor, CancellationToken cancellation)
    {
        if (!await MayAsync(id, [], actor, cancellation))
            throw new RefusedException("matter.unknown");
        var paper = PetitionPapers.Of(kind);
        if (!await MayAsync(id, paper.Issuers, actor, cancellation))
            throw new RefusedException("petition-document.not-yours", "kind", ("document", paper.Name));
        await hands.RequireAsync(id, actor, cancellation);
        var file = await files.LoadAsync(id, cancellation);
        if (Refusal(file, paper) is { } refusal)
            throw refusal;
        if (await IsOutAsync(file, paper, cancellation))
            throw new RefusedException("petition-document.delivered-before", "kind", ("document", paper.Name));
        return (file, paper, await (isRecorded ? NearestAsync(file, paper, null, actor, cancellation) : SealOfAsync(file, paper, actor, cancellation))
            ?? throw (paper.LooksAgainAt is null
                ? new RefusedException("petition-document.other-body", "kind", ("document", paper.Name), ("body", await BodyAsync(file, cancellation)))
                : new RefusedException("petition-document.not-superior", "kind", ("document", paper.Name))));
    }

    /// <summary>Enters it behind those before; what was not delivered yet of the same event gives way to it.</summary>
    internal async Task<PetitionDocument> EnterAsync(PetitionDocumentId id, PetitionDraft draft, int? seen, byte[] fields, Actor actor, CancellationToken cancellation)
    {
        var before = await work.Db.Set<PetitionDocument>().Where(one => one.MatterId == draft.File.Matter.Id).ToListAsync(cancellation);
        if (seen is { } known && known != before.Count)
            throw new RefusedException("petition-document.changed-meanwhile");
        foreach (var earlier in before.Where(one => one.Kind == draft.Paper.Kind && one.Entry == draft.Entry && !one.IsReplaced))
            earlier.Replace();
        var document = PetitionDocument.Of(id, draft, before.Count + 1, fields, actor.Account!.Value, time.GetUtcNow());
        work.Db.Add(document);
        return document;
    }

    /// <summary>The number of the opinion that a document looks at again.</summary>
    internal async Task<string?> EarlierNumberAsync(PetitionFile file, PetitionPaper paper, CancellationToken cancellation) => (await EarlierAsync(file, paper, cancellation))?.Number;

    private async Task<PetitionDocument?> EarlierAsync(PetitionFile file, PetitionPaper paper, CancellationToken cancellation) => paper.LooksAgainAt is not { } kind ? null
        : await work.Db.Set<PetitionDocument>().AsNoTracking().Where(one => one.MatterId == file.Matter.Id && one.Kind == kind && !one.IsReplaced).OrderByDescending(one => one.Ordinal).FirstOrDefaultAsync(cancellation);

    private async Task<bool> MayAsync(MatterId id, ImmutableArray<Role> roles, Actor actor, CancellationToken cancellation) => await (await sight.OfAsync(actor, roles, cancellation)).AnyAsync(matter => matter.Id == id, cancellation);

    private static RefusedException? Refusal(PetitionFile file, PetitionPaper paper) => PetitionPapers.Refusal(paper, file.Story, file.Petition.Branch, file.Matter.Channel, file.Matter.IsAnonymous);

    /// <summary>Whether the document of the event went out already.</summary>
    private Task<bool> IsOutAsync(PetitionFile file, PetitionPaper paper, CancellationToken cancellation) => PetitionPapers.EntryOf(paper, file.Story) is { } entry
        ? work.Db.Set<PetitionDocument>().AnyAsync(one => one.MatterId == file.Matter.Id && one.Kind == paper.Kind && one.Entry == entry && one.DeliveredOn != null, cancellation) : Task.FromResult(false);

    /// <summary>To which body the petition was sent and lies with; null where it stayed with the house that received it.</summary>
    private async Task<string?> BodyAsync(PetitionFile file, CancellationToken cancellation)
    {
        var back = file.Story.Events.Select((one, at) => one.Kind == PetitionEventKind.ObjectionAllowed ? at + 1 : 0).Max();
        return await work.Db.Set<PetitionSending>().AsNoTracking().Where(one => one.MatterId == file.Matter.Id && one.Entry > back).OrderByDescending(one => one.Entry).Select(one => one.Body).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Whether another body has to give it.</summary>
    internal async Task<bool> IsElsewhereAsync(PetitionFile file, PetitionPaper paper, Actor actor, CancellationToken cancellation) => await SealOfAsync(file, paper, actor, cancellation) is null;

    /// <summary>The unit whose seal it would bear; null where only a body in charge that is not the actor's, or one above it, may issue it.</summary>
    private async Task<Unit?> SealOfAsync(PetitionFile file, PetitionPaper paper, Actor actor, CancellationToken cancellation)
    {
        if (paper.IsOfBody && await BodyAsync(file, cancellation) is { } body)
        {
            var posts = (await scopes.OfAsync(actor, paper.Issuers, cancellation)).Roots.ToArray();
            return (await work.Db.Set<Unit>().AsNoTracking().Where(unit => posts.Contains(unit.Id)).ToListAsync(cancellation)).FirstOrDefault(unit => unit.IsCalled(body));
        }

        if (paper.LooksAgainAt is null)
            return await NearestAsync(file, paper, null, actor, cancellation);
        return await BelowAsync(file, paper, cancellation) is { } below ? await NearestAsync(file, paper, below, actor, cancellation) : null;
    }

    /// <summary>Whose opinion it looks at again; null where that was a body outside the system, above which nobody here is known to stand.</summary>
    private async Task<UnitId?> BelowAsync(PetitionFile file, PetitionPaper paper, CancellationToken cancellation)
    {
        if (await EarlierAsync(file, paper, cancellation) is { } earlier)
            return earlier.IsRecorded ? null : earlier.UnitId;
        if (await BodyAsync(file, cancellation) is { } body)
        {
            var over = work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == file.Matter.UnitId && line.ValidTo == null).Select(line => line.AncestorId);
            return (await work.Db.Set<Unit>().AsNoTracking().Where(unit => over.Contains(unit.Id)).ToListAsync(cancellation)).FirstOrDefault(unit => unit.IsCalled(body))?.Id;
        }

        var answered = PetitionPapers.Of(paper.LooksAgainAt!.Value);
        if (answered.LooksAgainAt is not null || PetitionPapers.EntryOf(answered, file.Story) is not { } number)
            return null;
        var by = await work.Db.Set<PetitionEntry>().AsNoTracking().Where(one => one.MatterId == file.Matter.Id && one.Number == number).Select(one => one.By).FirstAsync(cancellation);
        return by is { } account ? (await NearestAsync(file, answered, null, new Actor(account, ""), cancellation))?.Id : null;
    }

    /// <summary>Of the units over the matter at which the actor holds one of the posts, the one nearest to it.</summary>
    /// <param name="above">Only units above this one.</param>
    private async Task<Unit?> NearestAsync(PetitionFile file, PetitionPaper paper, UnitId? above, Actor actor, CancellationToken cancellation)
    {
        var (posts, lines) = ((await scopes.OfAsync(actor, paper.Issuers, cancellation)).Roots.ToArray(), work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.ValidTo == null));
        var own = lines.Where(line => line.UnitId == file.Matter.UnitId && posts.Contains(line.AncestorId));
        if (above is { } below)
            own = own.Where(line => lines.Any(higher => higher.UnitId == below && higher.AncestorId == line.AncestorId && higher.Depth > 0));
        var nearest = await own.OrderBy(line => line.Depth).Select(line => (UnitId?)line.AncestorId).FirstOrDefaultAsync(cancellation);
        return nearest is null ? null : await work.Db.Set<Unit>().AsNoTracking().FirstAsync(unit => unit.Id == nearest, cancellation);
    }
}
