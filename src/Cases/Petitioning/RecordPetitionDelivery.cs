using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="On">The day on which it reached whom it is for; owed.</param>
/// <param name="To">Who took it, the number under which it was posted, or the address it was sent to.</param>
public sealed record PetitionDeliveryCommand(MatterId Matter, PetitionDocumentId Document, DeliveryMethod? Method, DateOnly? On, string To);

/// <summary>
/// Records how and when a document reached whom it is for. The delivery of an opinion is an event of the petition, in the same commit and under the same rules as any other: the petitioner's time begins with it.
/// </summary>
public sealed class RecordPetitionDelivery(IUnitOfWork work, MatterSight sight, MatterHands hands, RecordPetitionStep steps, Vault vault, AuditTrail audit, TimeProvider time)
{
    public const int MostTo = 200;

    /// <exception cref="RefusedException">petition-document.unknown, matter.recused, petition-document.replaced, petition-delivery.recorded, petition-delivery.day-missing, petition-delivery.day-ahead, petition-delivery.before-issue, petition-delivery.method-missing, petition-delivery.receiver-missing, petition-delivery.tracking-missing, petition-delivery.address-missing, and what <see cref="RecordPetitionStep"/> refuses</exception>
    public async Task<PetitionDocument> RunAsync(PetitionDeliveryCommand command, Actor actor, CancellationToken cancellation)
    {
        var visible = await sight.OfAsync(actor, [Role.DeskClerk, Role.RightsOfficer], cancellation);
        var document = await work.Db.Set<PetitionDocument>().FirstOrDefaultAsync(one => one.Id == command.Document && one.MatterId == command.Matter && visible.Any(matter => matter.Id == one.MatterId), cancellation)
            ?? throw new RefusedException("petition-document.unknown");
        await hands.RequireAsync(command.Matter, actor, cancellation);
        if (document.IsReplaced)
            throw new RefusedException("petition-document.replaced");
        if (document.DeliveredOn is { } already)
            throw new RefusedException("petition-delivery.recorded", null, ("on", already));
        var (paper, to, refusals, today) = (PetitionPapers.Of(document.Kind), command.To.Trim(), new Refusals(), LocalDay.Today(time));
        if (command.On is not { } on)
            refusals.Add(new("petition-delivery.day-missing", "on"));
        else
        {
            refusals.Require(on <= today, new("petition-delivery.day-ahead", "on", ("on", on)));
            refusals.Require(on >= document.IssuedOn, new("petition-delivery.before-issue", "on", ("on", on), ("issued", document.IssuedOn)));
        }

        refusals.Require(command.Method is not null, new("petition-delivery.method-missing", "method"));
        refusals.Require(command.Method is not { } how || to.Length > 0, new(Missing(command.Method), "to"));
        refusals.Require(to.Length <= MostTo, new("text.too-long", "to", ("label", new LocalText("收件人", "The receiver")), ("most", MostTo), ("length", to.Length)));
        refusals.ThrowIfAny();

        var (day, method) = (command.On!.Value, command.Method!.Value);
        if (paper.Delivery is { } delivery)
            await steps.DeliverAsync(new(command.Matter, delivery, day, Words: string.Create(CultureInfo.InvariantCulture, $"{paper.Name.Zh} {document.Number}，{Way(method)}，{to}")), actor, cancellation);
        document.Deliver(day, method, vault.Seal(to, document.DeliveryPlace), actor.Account!.Value); // of two who record it at once one looks again
        audit.Record($"matter:{command.Matter}", "petition.document-delivered", actor, ("document", document.Id.ToString()), ("kind", document.Kind.ToString()), ("on", $"{day:yyyy-MM-dd}"), ("method", method.ToString()));
        return document;
    }

    private static string Way(DeliveryMethod method) => method switch
    {
        DeliveryMethod.InPerson => "当面送达",
        DeliveryMethod.Post => "邮寄送达",
        _ => "电子送达",
    };

    private static string Missing(DeliveryMethod? method) => method switch
    {
        DeliveryMethod.Post => "petition-delivery.tracking-missing",
        DeliveryMethod.Electronic => "petition-delivery.address-missing",
        _ => "petition-delivery.receiver-missing",
    };
}
