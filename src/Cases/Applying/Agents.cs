using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Whoever applied in somebody's place is entered as agent or guardian, once the station has seen the paper it rests on.</summary>
public sealed class Agents(IUnitOfWork work, PersonRegister register, Vault vault, AuditTrail audit)
{
    private const string Guardian = "guardian";

    /// <summary>The last day on which the agent may act, as the form has it; null where none is named, and for a guardian.</summary>
    internal static DateOnly? TermOf(JsonObject answers) => Answer.Plain(answers[FormKeys.AgentName]) is { Length: > 0 } && Answer.Plain(answers[FormKeys.AgentRelation]) != Guardian
        ? Answer.Day(answers[FormKeys.AgentUntil]) : null;

    /// <exception cref="RefusedException">applicant.name-differs: the register knows the number under another name; successor.deceased</exception>
    public async Task EnterAsync(CaseFile file, CancellationToken cancellation)
    {
        var answers = vault.OpenAnswers(file.Case);
        if (Answer.Plain(answers[FormKeys.AgentName]) is not { Length: > 0 } name || Answer.Digits(answers[FormKeys.AgentCitizenId]) is not { } number)
            return; // nobody, or the village by its office
        var role = Answer.Plain(answers[FormKeys.AgentRelation]) == Guardian ? RepresentativeRole.Guardian : RepresentativeRole.Agent;
        var until = TermOf(answers)?.AddDays(1);
        var applicant = await register.GetAsync(file.Case.ApplicantId, cancellation);
        var agent = await AgentAsync(file, applicant, name, number, Answer.Plain(answers[FormKeys.AgentMobile]), cancellation);

        var known = (await register.RepresentativesAsync(applicant.Id, role, file.Today, cancellation)).Where(one => one.ByPersonId == agent.Id).ToList();
        if (known.Exists(one => one.ValidTo == until) || until <= file.Today)
            return; // entered for another case, or over before it was accepted
        foreach (var earlier in known)
            earlier.End(file.Today);
        var paper = await work.Db.Set<CaseDocument>().Where(document => document.CaseId == file.Case.Id && document.Key == FormKeys.AgentProof)
            .OrderByDescending(document => document.LinkedAt).Select(document => (StoredFileId?)document.FileId).FirstOrDefaultAsync(cancellation);
        var proof = file.Service.Documents.Documents.FirstOrDefault(document => document.Key == FormKeys.AgentProof)?.Name.Zh ?? FormKeys.AgentProof;
        var entered = register.EnterRepresentative(applicant.Id, new(role, agent.Id, proof, file.Today, until, paper));
        audit.Record(file.AuditStream, "representative.entered", file.Actor, ("representative", entered.Id.ToString()), ("role", role.ToString()));
    }

    private async Task<Person> AgentAsync(CaseFile file, Person applicant, string name, string number, string? phone, CancellationToken cancellation)
    {
        var spoken = PersonName.Parse(name, FormKeys.AgentName);
        var id = CitizenId.Parse(number, file.Today, FormKeys.AgentCitizenId);
        if (await register.FindAsync(id, cancellation) is not { } known)
        {
            return await register.EnterAsync(new NewPerson(spoken, id, PersonCategory.Other, applicant.UnitId)
            {
                Phone = phone is { Length: > 0 } ? Mobile.Parse(phone, FormKeys.AgentMobile) : null,
                PhoneOwner = PhoneOwner.Self,
                IsSynthetic = applicant.IsSynthetic,
            }, cancellation);
        }

        if (known.Name != spoken.Value)
            throw new RefusedException("applicant.name-differs", FormKeys.AgentName);
        return known.DeceasedOn is { } died ? throw new RefusedException("successor.deceased", FormKeys.AgentCitizenId, ("on", died)) : known;
    }
}
