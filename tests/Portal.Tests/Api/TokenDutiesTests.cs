using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>What the house gives to different people is not held by one program, nor handed out by one administrator.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TokenDutiesTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Nobody_gets_two_of_the_three_signatures_or_decides_and_pays()
    {
        var admin = await office.AsAsync("admin1");
        var maker = await IssueAsync("Bank link", "maker1", admin);

        using (Assert.EnterMultipleScope())
        {
            await RefusedAsync("Bank link", "checker1", admin);
            await RefusedAsync("Another name", "releaser1", admin); // the same administrator knows both secrets
            await RefusedAsync("bank LINK", "checker1", Actor.System); // the same program, from the command line
            await RefusedAsync("Bank link", "citydecider1", admin);
            Assert.That((await IssueAsync("Bank link", "station1", admin)).Token, Does.StartWith("aid_"), "a clerk signs nothing");
            Assert.That((await IssueAsync("Bank link", "maker1", admin)).Token, Does.StartWith("aid_"), "the same person twice is one person");
            Assert.That((await IssueAsync("Ledger", "checker1", Actor.System)).Token, Does.StartWith("aid_"), "another program, issued by somebody else");
        }

        await office.DoAsync((RevokeToken act, CancellationToken token) => act.RevokeAsync(maker.Id, admin, token));
        await RefusedAsync("Bank link", "releaser1", admin); // the second token of the maker is good still
        office.Clock.Advance(TimeSpan.FromDays(31));
        Assert.That((await IssueAsync("Bank link", "releaser1", admin)).Token, Does.StartWith("aid_"), "what has run out holds nobody up");
    }

    [Test]
    public async Task The_two_investigators_of_a_visit_are_no_single_program()
    {
        await IssueAsync("Field app", "township1", Actor.System);

        await RefusedAsync("Field app", "township2", Actor.System);
    }

    [Test]
    public async Task A_role_that_is_given_later_is_held_against_the_tokens_issued_before()
    {
        var admin = await office.AsAsync("admin1");
        await IssueAsync("Bank link", "maker1", admin);
        var reader = await office.HireAsync("reader", Role.FinanceMaker, UnitLevel.District, "370402");
        var read = await IssueAsync("Reader", "reader", admin); // both make, at different units: nothing speaks against it
        var city = await office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());
        Task<RoleAssignmentId> GiveAsync() => office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(reader.Account!.Value, Role.FinanceChecker, city, LocalDay.Today(office.Clock), null, admin, token));

        await Casework.RefusedAsync("role.token-duties", GiveAsync);
        await office.DoAsync((RevokeToken act, CancellationToken token) => act.RevokeAsync(read.Id, admin, token));

        Assert.That(await GiveAsync(), Is.Not.Default);
    }

    private Task RefusedAsync(string program, string userName, Actor by) => Casework.RefusedAsync("token.separated-duties", () => IssueAsync(program, userName, by));

    private Task<IssuedToken> IssueAsync(string program, string userName, Actor by) =>
        office.DoAsync((IssueToken act, CancellationToken token) => act.IssueAsync(new(program, userName, LocalDay.Today(office.Clock).AddDays(30)), by, token));
}
