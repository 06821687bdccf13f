using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>Matters of the district's desk of whom one person can speak: open ones, a petition whose answer was delivered, one that ended, and one that was rated badly with a name.</summary>
internal sealed record SpokenMatters(MatterId Help, MatterId Counselling, AppointmentId Appointment, MatterId Opinion, MatterId Delivered, MatterId Ended, RatedId Rated)
{
    /// <param name="userName">Becomes the account of the person of the application.</param>
    public static async Task<SpokenMatters> EnterAsync(Office office, string userName, CaseId application)
    {
        var (desk, rights, today) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"), LocalDay.Today(office.Clock));
        string number;
        await using (var scope = office.Services.CreateAsyncScope())
        {
            var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            var applicant = await work.Db.Set<AidCase>().Where(one => one.Id == application).Select(one => one.ApplicantId).SingleAsync();
            number = (await work.Db.Set<Person>().SingleAsync(one => one.Id == applicant)).CitizenId(scope.ServiceProvider.GetRequiredService<FieldProtector>());
            (await work.Db.Set<Account>().SingleAsync(account => account.UserName == userName)).LinkTo(applicant);
            await work.CommitAsync(CancellationToken.None);
        }

        async Task<MatterId> VisitAsync(MatterCommand matter) => (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(
            new(MatterChannel.Visit, today) { Name = "王大山", CitizenId = number, Phone = "13800003333", Address = "市中区文化路 1 号", Matters = [matter] }, desk, token))).Single().Id;

        var (help, counselling, opinion) = (await VisitAsync(new(MatterKind.HelpRequest, "hardship", "家中失火")), await VisitAsync(new(MatterKind.Counselling, "other", "想找人谈谈")), await VisitAsync(new(MatterKind.OpinionNote, "other", "群里议论")));
        var counsellor = (await office.AsAsync("counsellor1")).Account!.Value;
        var appointment = (await office.DoAsync((ArrangeAppointment act, CancellationToken token) => act.MakeAsync(counselling, new(counsellor, LocalDay.At(today.AddDays(1), new(10, 0)), "文化路 2 号 201 室"), desk, token))).Id;
        var delivered = await VisitAsync(new(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling });
        foreach (var kind in (PetitionEventKind[])[PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered, PetitionEventKind.Delivered])
            await office.HappensAsync(delivered, kind, rights);
        var (ended, rated) = (await VisitAsync(new(MatterKind.HelpRequest, "employment", "问就业") { Result = "已告知" }), await VisitAsync(new(MatterKind.HelpRequest, "card", "问办卡") { Result = "已告知" }));
        await office.DoAsync((RateMatter act, CancellationToken token) => act.RecordAsync(new(rated, 1, "等了两小时", Named: true), desk, token));
        return new(help, counselling, appointment, opinion, delivered, ended, RatedId.Of(rated));
    }
}
