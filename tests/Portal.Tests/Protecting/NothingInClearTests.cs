using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Protecting;

/// <summary>Whoever gets hold of the database without its keys reads no number that names or reaches a person.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class NothingInClearTests(Provider provider)
{
    private const string Mail = "zhang.jianguo@example.org";

    [Test]
    public async Task After_a_case_went_through_no_number_or_address_of_the_applicant_stands_in_any_column()
    {
        await using var office = await Office.OpenAsync(provider, with: services => services.AddScoped<MailedNotice>().AddScoped<ClearNotice>());
        var answers = office.Answers();
        var secrets = new[] { "citizenId", "mobile", "accountNumber" }.Select(key => (string)answers[key]!).Append(Mail).ToArray();
        var opened = await office.SubmitAsync(answers, "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");
        await office.ReachAsync(opened.Id, "TownshipReview");
        await office.AgreeAsync((await office.TasksAsync(opened.Id)).Single());
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().Select(notice => notice.Id).SingleAsync());
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice, $"请回电 {secrets[1]} 或 {Mail}", Actor.System, token));
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到标准。"));
        await office.DoAsync((MailedNotice act, CancellationToken token) => act.SendAsync(token));
        await office.SweepAsync(OutboxSweep.Key);

        var found = await FindAsync(office, secrets);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<OutboxRow>().Select(message => message.Channel).Distinct().ToListAsync()), Is.SupersetOf(new[] { "sms", "email" }), "there was something to find");
            Assert.That(found, Is.Empty);
        }
    }

    [Test]
    public async Task The_search_finds_what_stands_in_clear()
    {
        await using var office = await Office.OpenAsync(provider, with: services => services.AddScoped<MailedNotice>().AddScoped<ClearNotice>());
        await office.DoAsync((ClearNotice act, CancellationToken _) => Task.FromResult(act.Send()));

        Assert.That(await FindAsync(office, [Mail]), Is.EquivalentTo(new[] { "outbox: clear", "outbox: base64" }));
    }

    /// <summary>As text, as UTF-8 or UTF-16 in a blob, and inside base64 whatever it begins with.</summary>
    private static Task<List<string>> FindAsync(Office office, string[] secrets) => office.ReadAsync(async db =>
    {
        var found = new List<string>();
        var encoded = secrets.SelectMany(InBase64).ToArray();
        foreach (var table in DatabaseState.Tables(db))
        {
            foreach (var value in (await DatabaseState.RowsAsync(db, table)).SelectMany(row => row))
            {
                var texts = value switch
                {
                    string text => [text],
                    byte[] bytes => new[] { Encoding.UTF8.GetString(bytes), Encoding.Unicode.GetString(bytes) },
                    _ => [],
                };
                if (texts.Any(text => secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase))))
                    found.Add($"{table}: clear");
                if (texts.Any(text => encoded.Any(part => text.Contains(part, StringComparison.Ordinal))))
                    found.Add($"{table}: base64");
            }
        }

        return found;
    });

    /// <summary>How the middle of a text looks in base64 after nothing, one or two letters before it.</summary>
    private static IEnumerable<string> InBase64(string secret) => Enumerable.Range(0, 3).Select(before =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', before) + secret))[4..^4]);

    /// <summary>The form asks for no e-mail address yet; whoever has one is told by mail as well.</summary>
    private sealed class MailedNotice(Notifier notifier, ServiceCatalogue services, IUnitOfWork work)
    {
        public async Task<bool> SendAsync(CancellationToken cancellation)
        {
            var aidCase = await work.Db.Set<AidCase>().SingleAsync(cancellation);
            var package = await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation);
            notifier.Tell(package.Templates, new(aidCase.Id, Occasions.Withdrawn, "test", new TemplateData
            {
                ["receiptNumber"] = "1",
                ["serviceName"] = "s",
                ["unitName"] = "u",
                ["name"] = "n",
                ["withdrawnOn"] = new DateOnly(2022, 3, 7),
            }, [new(Audience.Applicant, "zh-CN", [Channel.Email], Person: aidCase.ApplicantId, Email: Mail)]));
            return true;
        }
    }

    /// <summary>What the notifier must never do.</summary>
    private sealed class ClearNotice(IUnitOfWork work, IIds ids)
    {
        public bool Send()
        {
            foreach (var payload in new[] { new JsonObject { ["to"] = Mail }.ToJsonString(), Convert.ToBase64String(Encoding.UTF8.GetBytes($"to {Mail}")) })
                work.Db.Add(new OutboxRow { Id = MessageId.Of(ids.Next()), Channel = "email", IdempotencyKey = payload, Payload = "{}" });
            return true;
        }
    }
}
