using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>A document of a petition in the list of its matter.</summary>
/// <param name="Unit">Whose seal it bears; of a recorded opinion, who recorded it.</param>
/// <param name="MayDeliver">The reader may record its delivery.</param>
public sealed record MatterDocumentRow(
    PetitionDocumentId Id, PetitionDocumentKind Kind, LocalText Name, string? Number, DateOnly IssuedOn, LocalText Unit, bool IsRecorded, bool IsReplaced, DateOnly? DeliveredOn, DeliveryMethod? Method, string DeliveredTo, bool MayDeliver);

/// <summary>The documents of a matter, and which the reader may issue now.</summary>
public sealed record MatterDocumentsView(ImmutableArray<MatterDocumentRow> Rows, ImmutableArray<PetitionOffer> Offers);


/// <summary>A document that is begun: what its author writes, and what the matter says of it already.</summary>
/// <param name="IsElsewhere">It is another body's: what that body gave is recorded with its scan.</param>
/// <param name="Seen">How many documents the matter has; sent back with the document, so that nobody issues past another.</param>
public sealed record MatterDocumentBegun(MatterId Matter, PetitionDocumentKind Kind, LocalText Name, bool IsElsewhere, ImmutableArray<PaperField> Fields, ImmutableDictionary<string, string> Written, int Seen);

/// <summary>Reads the documents of a matter. Whether the reader may see the matter was asked, and the look put on record, before.</summary>
public sealed class MatterDocumentReading(IUnitOfWork work, MatterSight sight, PetitionDrafting drafting, IssuePetitionDocument issuing, Vault vault)
{
    public async Task<MatterDocumentsView> OfAsync(MatterId id, Visitor visitor, CancellationToken cancellation)
    {
        if (!await (await sight.OfAsync(visitor.Actor, [], cancellation)).AnyAsync(matter => matter.Id == id, cancellation))
            throw new RefusedException("matter.unknown");
        var documents = await work.Db.Set<PetitionDocument>().AsNoTracking().Where(document => document.MatterId == id).OrderBy(document => document.Ordinal).ToListAsync(cancellation);
        var units = documents.Select(document => document.UnitId).Distinct().ToArray();
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => unit.Signature(), cancellation);
        var mayDeliver = await (await sight.OfAsync(visitor.Actor, [Role.DeskClerk, Role.RightsOfficer], cancellation)).AnyAsync(matter => matter.Id == id, cancellation);
        return new([.. documents.Select(one => new MatterDocumentRow(one.Id, one.Kind, PetitionPapers.Of(one.Kind).Name, one.Number, one.IssuedOn, names[one.UnitId], one.IsRecorded, one.IsReplaced, one.DeliveredOn, one.Method,
            one.DeliveredTo is { } to ? vault.Open(to, one.DeliveryPlace) : "", mayDeliver && one is { DeliveredOn: null, IsReplaced: false }))], await drafting.OffersAsync(id, visitor.Actor, cancellation));
    }

    /// <exception cref="RefusedException">matter.unknown, and why the reader cannot issue it now</exception>
    public async Task<MatterDocumentBegun> BeginAsync(MatterId id, PetitionDocumentKind kind, Visitor visitor, CancellationToken cancellation)
    {
        var view = await OfAsync(id, visitor, cancellation);
        var paper = PetitionPapers.Of(kind);
        return view.Offers.FirstOrDefault(offer => offer.Kind == kind) is { IsElsewhere: true }
            ? new(id, kind, paper.Name, IsElsewhere: true, paper.Recorded, ImmutableDictionary<string, string>.Empty, view.Rows.Length)
            : new(id, kind, paper.Name, IsElsewhere: false, paper.Fields, await issuing.BeginAsync(id, kind, visitor.Actor, cancellation), view.Rows.Length);
    }
}
