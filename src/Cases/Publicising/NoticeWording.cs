using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Publicising;

/// <summary>Writes what the public may read: the name as the rule masks it, household size and amount, and nothing else of the person.</summary>
public sealed class NoticeWording(IUnitOfWork work)
{
    public async Task<(string Zh, string En)> WriteAsync(CaseFile file, long cents, NoticePeriod period, CancellationToken cancellation)
    {
        var rule = file.Service.Description.Notice;
        var person = (await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var township = file.UnitAt(UnitLevel.Township);
        var unit = await work.Db.Set<Unit>().FirstAsync(unit => unit.Id == township, cancellation);
        var data = new TemplateData
        {
            ["name"] = rule.Name == NameMask.Surname ? Mask.Name(person.Name) : person.Name,
            ["householdSize"] = file.Case.HouseholdSize,
            ["amount"] = cents,
            ["noticeTitle"] = rule.Title,
            ["purpose"] = rule.Purpose,
            ["unitName"] = new LocalText(unit.NameZh, unit.NameEn),
            ["objectionPhone"] = unit.Phone,
            ["fromOn"] = period.FromDay,
        }.Due(new Deadline(period.ToDay, period.Provisional), "toOn");
        var channel = rule.Channel == NoticeChannel.Web ? Channel.Web : Channel.Board;
        return (Render("zh-CN"), Render("en"));

        string Render(string language) => file.Service.Templates.Render(Occasions.NoticePublished, Audience.Public, channel, language, data).Body;
    }
}
