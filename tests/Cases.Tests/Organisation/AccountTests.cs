using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Organisation;

/// <summary>Accounts of the staff: opened, closed, helped, and never without an administrator.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AccountTests(Provider provider)
{
    private City city = null!;
    private Actor admin = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        city = await City.FoundAsync(provider);
        admin = await city.ActorAsync("admin1");
    }

    [OneTimeTearDown]
    public async Task Close() => await city.DisposeAsync();

    [Test]
    public async Task An_opened_account_has_its_role_and_a_password_for_the_first_time_only()
    {
        var id = await OpenAsync("wang.li", Role.StationClerk, "370402001");

        var credential = await city.Database.ReadAsync(db => db.Set<Credential>().SingleAsync(credential => credential.AccountId == id));
        var actor = await city.ActorAsync("wang.li");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((credential.PasswordHash, credential.SecurityStamp), Is.EqualTo(("hash", "stamp")));
            Assert.That(credential.InitialUntil, Is.EqualTo(city.Database.Clock.GetUtcNow() + ResetSignIn.InitialFor));
            Assert.That(await city.AskAsync<Cases.Organisation.Directory, bool>(directory => directory.HoldsAsync(actor, Role.StationClerk, RoleAt("370402001"), City.Today, default)), Is.True);
            Assert.That(await ActsAsync(id), Is.EqualTo(new[] { "account.opened", "role.assigned" }));
        }
    }

    [Test]
    public async Task Everything_wrong_with_a_new_account_is_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => city.RunAsync<OpenAccount>(act => act.RunAsync(
            new NewAccount("Müller!", "", " ", Role.StationClerk, RoleAt("370402"), City.Today, null), "hash", "stamp", admin, default)));

        Assert.That(refused!.Others.Prepend(refused).Select(one => (one.Code, one.Field)), Is.EquivalentTo(new[]
        {
            ("account.user-name", "userName"), ("account.name-missing", "nameZh"), ("account.name-missing", "nameEn"), ("role.wrong-level", "role"),
        }));
    }

    [Test]
    public async Task A_user_name_is_taken_once()
    {
        await OpenAsync("zhao.yun", Role.StationClerk, "370402001");

        Assert.That(() => OpenAsync("Zhao.Yun", Role.StationClerk, "370402001"), Refuses("account.user-name-taken"));
    }

    [Test]
    public async Task Duties_that_check_each_other_are_not_given_to_one_person()
    {
        var id = await OpenAsync("liu.bei", Role.FinanceMaker, "370402");
        await GiveAsync(id, Role.FinanceChecker, "370402");
        var (auditor, administrator) = (await OpenAsync("sima.guang", Role.Auditor, "370402"), await OpenAsync("zhang.he", Role.Administrator, "370402"));
        var decider = await OpenAsync("cao.cao", Role.DistrictDecider, "370402");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => GiveAsync(id, Role.FinanceReleaser, "370402"), Refuses("role.three-signatures"));
            Assert.That(() => GiveAsync(id, Role.FinanceReleaser, "370403"), Throws.Nothing, "elsewhere others make and check");
            Assert.That(() => GiveAsync(id, Role.FinanceReleaser, "370400"), Refuses("role.three-signatures"), "the city releases what the district made and checked");
            Assert.That(() => GiveAsync(auditor, Role.Administrator, "370403"), Refuses("role.audits-and-administers"));
            Assert.That(() => GiveAsync(administrator, Role.Auditor, "370402"), Refuses("role.audits-and-administers"));
            Assert.That(() => GiveAsync(id, Role.DistrictDecider, "370402"), Refuses("role.decides-and-pays"));
            Assert.That(() => GiveAsync(decider, Role.FinanceMaker, "370402"), Refuses("role.decides-and-pays"));
            Assert.That(() => GiveAsync(id, Role.FinanceMaker, "370402"), Refuses("role.already-held"));
            Assert.That(() => GiveAsync(admin.Account!.Value, Role.CityDecider, "370400"), Refuses("role.own"));
        }
    }

    [Test]
    public async Task The_last_administrator_stays()
    {
        var own = await HeldAsync(admin.Account!.Value);
        var second = await OpenAsync("zhuge.liang", Role.Administrator, "370402");
        var district = await city.ActorAsync("zhuge.liang");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => CloseAsync(admin.Account!.Value, admin), Refuses("account.last-administrator"), "one of a district does not administer the city");
            Assert.That(() => city.RunAsync<EndRole>(act => act.RunAsync(own.Id, City.Today.AddDays(30), admin, default)), Refuses("account.last-administrator"), "not in a month either");
            Assert.That(() => CloseAsync(admin.Account!.Value, district), Refuses("account.not-yours"));
            Assert.That(() => CloseAsync(second, district), Throws.Nothing, "the city goes on administering the district");
        }
    }

    [Test]
    public async Task A_district_changes_only_accounts_whose_every_role_lies_in_it()
    {
        await OpenAsync("sun.quan", Role.Administrator, "370403");
        var district = await city.ActorAsync("sun.quan");
        var both = await OpenAsync("lu.xun", Role.DistrictReviewer, "370403");
        await GiveAsync(both, Role.DistrictReviewer, "370404");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => city.RunAsync<ResetSignIn>(act => act.PasswordAsync(both, "h", "s", district, default)), Refuses("account.not-yours"));
            Assert.That(() => CloseAsync(both, district), Refuses("account.not-yours"));
            Assert.That(() => city.RunAsync<OpenAccount>(act => act.RunAsync(
                new NewAccount("lu.meng", "吕蒙", "Lü Meng", Role.StationClerk, RoleAt("370402001"), City.Today, null), "h", "s", district, default)), Refuses("unit.not-yours"));
            Assert.That(() => CloseAsync(both, admin), Throws.Nothing);
        }
    }

    [Test]
    public async Task A_closed_account_comes_back_with_a_new_password_and_the_roles_it_had()
    {
        var id = await OpenAsync("guan.yu", Role.TownshipReviewer, "370402001");
        await CloseAsync(id, admin);
        var closed = await ActorHoldsAsync("guan.yu");

        await city.RunAsync<ReopenAccount>(act => act.RunAsync(id, "another", "stamp2", admin, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed, await ActorHoldsAsync("guan.yu")), Is.EqualTo((false, true)));
            Assert.That(await city.Database.ReadAsync(db => db.Set<Credential>().Where(one => one.AccountId == id).Select(one => one.PasswordHash).SingleAsync()), Is.EqualTo("another"));
            Assert.That(await ActsAsync(id), Is.EqualTo(new[] { "account.opened", "role.assigned", "account.closed", "account.reopened", "account.password-reset" }));
            Assert.That(() => city.RunAsync<ReopenAccount>(act => act.RunAsync(id, "x", "y", admin, default)), Refuses("account.not-closed"));
        }
    }

    [Test]
    public async Task A_lost_device_is_forgotten_with_everything_it_opened()
    {
        var id = await OpenAsync("zhang.fei", Role.TownshipReviewer, "370402001");
        await city.Database.ActAsync(async work =>
        {
            var credential = (await work.Db.FindAsync<Credential>(id))!;
            (credential.AuthenticatorKey, credential.SecondFactorSince, credential.RecoveryCodes) = ([1], city.Database.Clock.GetUtcNow(), "abc");
            work.Db.Add(new Passkey { Key = Passkey.KeyOf([7]), AccountId = id, CredentialId = [7], PublicKey = [8], CreatedAt = city.Database.Clock.GetUtcNow() });
        });

        await city.RunAsync<ResetSignIn>(act => act.SecondFactorAsync(id, "new-stamp", admin, default));

        var credential = await city.Database.ReadAsync(db => db.Set<Credential>().SingleAsync(one => one.AccountId == id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((credential.AuthenticatorKey, credential.SecondFactorSince, credential.RecoveryCodes, credential.SecurityStamp), Is.EqualTo(((byte[]?)null, (DateTimeOffset?)null, "", "new-stamp")));
            Assert.That(await city.Database.ReadAsync(db => db.Set<Passkey>().CountAsync(one => one.AccountId == id)), Is.Zero);
        }
    }

    private async Task<AccountId> OpenAsync(string userName, Role role, string at)
    {
        var id = default(AccountId);
        await city.RunAsync<OpenAccount>(async act => id = await act.RunAsync(new NewAccount(userName, "某人", "Somebody", role, RoleAt(at), City.Today, null), "hash", "stamp", admin, default));
        return id;
    }

    private Task GiveAsync(AccountId account, Role role, string at) => city.RunAsync<AssignRole>(act => act.RunAsync(account, role, RoleAt(at), City.Today, null, admin, default));

    private Task CloseAsync(AccountId account, Actor by) => city.RunAsync<CloseAccount>(act => act.RunAsync(account, by, default));

    private UnitId RoleAt(string code) => city.UnitAsync(code).GetAwaiter().GetResult();

    private Task<RoleAssignment> HeldAsync(AccountId account) => city.Database.ReadAsync(db => db.Set<RoleAssignment>().SingleAsync(one => one.AccountId == account));

    private async Task<bool> ActorHoldsAsync(string userName)
    {
        var actor = await city.ActorAsync(userName);
        return await city.AskAsync<Cases.Organisation.Directory, bool>(directory => directory.HoldsAsync(actor, Role.TownshipReviewer, RoleAt("370402001"), City.Today, default));
    }

    private Task<List<string>> ActsAsync(AccountId account) => city.Database.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"account:{account}").OrderBy(entry => entry.Number).Select(entry => entry.Act).ToListAsync());

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code) => Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo(code);
}
