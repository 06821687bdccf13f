using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AidWorkflow.Portal.Tests.Delivering;

[TestFixture]
internal sealed class OutboxSweepTests
{
    private const string Mail = """{"to":"zhang@example.org","subject":"您的申请已受理","text":"受理编号 37040020260001","language":"zh-CN"}""";
    private const string Sms = """{"to":"13800000000","text":"您的申请已受理","language":"zh-CN"}""";

    private SmtpSink smtp = null!;
    private SmsSink sms = null!;
    private Installation house = null!;
    private DeliverySettings settings = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        smtp = new SmtpSink();
        sms = await SmsSink.OpenAsync();
        settings = new DeliverySettings
        {
            MostAttempts = 3,
            Email = new EmailSettings { Host = "127.0.0.1", Port = smtp.Port, From = "帮扶援助 <aid@example.org>" },
            Sms = new SmsSettings { Gateway = sms.Address, AllowedHosts = ["127.0.0.1"], Token = "secret" },
        };
        house = await Installation.OpenAsync((services, portal) => services.AddDelivery(portal with { Delivery = settings }));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await house.DisposeAsync();
        await sms.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [Test]
    public async Task A_mail_leaves_with_its_id_and_key_and_is_marked_sent()
    {
        var message = await house.CommitMessageAsync("email", Mail);

        await SweepAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(smtp.Mails.Single(), Does.Contain($"<{message.Id}@example.org>").And.Contain($"X-Idempotency-Key: {message.IdempotencyKey}"));
            Assert.That((await house.MessageAsync(message.Id)).State, Is.EqualTo(OutboxState.Sent));
            Assert.That(await SweepAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task A_text_message_leaves_with_its_key_and_our_token()
    {
        var message = await house.CommitMessageAsync("sms", Sms);

        await SweepAsync();

        Assert.That(sms.Received, Is.EqualTo(new[] { new ReceivedSms(message.IdempotencyKey, "Bearer secret", "13800000000", "您的申请已受理") }));
    }

    [Test]
    public async Task A_message_that_failed_waits_and_leaves_later_under_the_same_key()
    {
        var message = await house.CommitMessageAsync("sms", Sms);
        sms.Answers.Enqueue(HttpStatusCode.BadGateway);

        await SweepAsync();
        var failed = await house.MessageAsync(message.Id);
        var tooEarly = await SweepAsync();
        house.Clock.Advance(TimeSpan.FromHours(1));
        await SweepAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.State, Is.EqualTo(OutboxState.Pending));
            Assert.That(failed.LastError, Does.Contain("502"));
            Assert.That(failed.NextAttemptAt, Is.GreaterThan(FakeClock.Monday));
            Assert.That(tooEarly, Is.Zero);
            Assert.That(sms.Received.Select(received => received.Key), Is.EqualTo(new[] { message.IdempotencyKey, message.IdempotencyKey }));
            Assert.That((await house.MessageAsync(message.Id)).State, Is.EqualTo(OutboxState.Sent));
        }
    }

    [Test]
    public async Task A_message_that_fails_too_often_is_parked_with_its_error_and_a_person_can_send_it()
    {
        var message = await house.CommitMessageAsync("email", Mail);
        for (var attempt = 0; attempt < settings.MostAttempts; attempt++)
        {
            smtp.Answers.Enqueue("451 try later");
            await SweepAsync();
            house.Clock.Advance(TimeSpan.FromHours(1));
        }

        var parked = await house.MessageAsync(message.Id);
        var alone = await SweepAsync();
        await house.Services.GetRequiredService<IActs>().RunAsync<RetryMessage, MessageId>((act, token) => act.RetryAsync(message.Id, Actor.System, token), CancellationToken.None);
        var freed = await house.MessageAsync(message.Id);
        await SweepAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((parked.State, parked.Attempts), Is.EqualTo((OutboxState.Parked, settings.MostAttempts)));
            Assert.That(parked.LastError, Does.Contain("try later"));
            Assert.That((freed.State, freed.Attempts), Is.EqualTo((OutboxState.Pending, 0)), "it has all its tries again");
            Assert.That(alone, Is.Zero);
            Assert.That(smtp.Mails, Has.Exactly(1).Items);
        }
    }

    [TestCase("email", """{"to":"not an address","subject":"x","text":"y"}""", TestName = "An address that is none is parked at once")]
    [TestCase("email", """{"to":"a@example.org","subject":"x\r\nBcc: b@example.org","text":"y"}""", TestName = "A subject that smuggles a header is parked at once")]
    [TestCase("sms", """{"text":"y"}""", TestName = "A payload without a recipient is parked at once")]
    [TestCase("sms", "not json", TestName = "A payload that is no JSON is parked at once")]
    [TestCase("fax", "{}", TestName = "A channel that is not set up is parked at once")]
    public async Task What_no_later_attempt_can_mend_is_parked_at_once(string channel, string payload)
    {
        var message = await house.CommitMessageAsync(channel, payload);

        await SweepAsync();

        var parked = await house.MessageAsync(message.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parked.State, Is.EqualTo(OutboxState.Parked));
            Assert.That(parked.LastError, Is.Not.Empty);
            Assert.That(smtp.Mails, Is.Empty);
        }
    }

    [Test]
    public async Task What_stands_in_clear_or_was_sealed_for_another_message_is_not_sent()
    {
        var clear = await house.CommitMessageAsync("sms", _ => Sms);
        var other = await house.CommitMessageAsync("sms", Sms);
        var copied = await house.CommitMessageAsync("sms", _ => other.Payload);

        await SweepAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await house.MessageAsync(clear.Id)).State, Is.EqualTo(OutboxState.Parked));
            Assert.That((await house.MessageAsync(copied.Id)).State, Is.EqualTo(OutboxState.Parked));
            Assert.That(sms.Received.Select(received => received.Key), Is.EqualTo(new[] { other.IdempotencyKey }));
        }
    }

    [Test]
    public async Task What_a_receiver_says_is_kept_without_whom_it_names()
    {
        var message = await house.CommitMessageAsync("email", Mail);
        smtp.Answers.Enqueue("451 <zhang@example.org> 13800000000: mailbox busy");

        await SweepAsync();

        Assert.That((await house.MessageAsync(message.Id)).LastError, Does.Contain("mailbox busy").And.Not.Contain("zhang").And.Not.Contain("13800000000"));
    }

    [Test]
    public async Task A_recipient_refused_for_good_is_parked_at_once()
    {
        var message = await house.CommitMessageAsync("email", Mail);
        smtp.Answers.Enqueue("550 no such user");

        await SweepAsync();

        Assert.That((await house.MessageAsync(message.Id)).State, Is.EqualTo(OutboxState.Parked));
    }

    [Test]
    public async Task Dying_between_sending_and_marking_sends_again_under_the_same_key()
    {
        var message = await house.CommitMessageAsync("sms", Sms);
        var outbox = house.Services.GetRequiredService<IOutbox>();
        var dying = Sweep(new OutboxOfADyingProcess(outbox));

        Assert.That(async () => await dying.SweepAsync(CancellationToken.None), Throws.InstanceOf<IOException>());
        var stillClaimed = await SweepAsync();
        house.Clock.Advance(settings.Lease + TimeSpan.FromSeconds(1));
        await SweepAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stillClaimed, Is.Zero);
            Assert.That(sms.Received.Select(received => received.Key), Is.EqualTo(new[] { message.IdempotencyKey, message.IdempotencyKey }));
            Assert.That((await house.MessageAsync(message.Id)).State, Is.EqualTo(OutboxState.Sent));
        }
    }

    [Test]
    public async Task One_message_that_fails_does_not_hold_up_the_others()
    {
        await house.CommitMessageAsync("fax", "{}");
        var message = await house.CommitMessageAsync("sms", Sms);

        await SweepAsync();

        Assert.That((await house.MessageAsync(message.Id)).State, Is.EqualTo(OutboxState.Sent));
    }

    private Task<int> SweepAsync() => Sweep(house.Services.GetRequiredService<IOutbox>()).SweepAsync(CancellationToken.None);

    private OutboxSweep Sweep(IOutbox outbox) =>
        new(outbox, house.Services.GetServices<IChannel>(), settings, house.Clock, NullLogger<OutboxSweep>.Instance);

    /// <summary>Its process ends after the receiver has the message and before we know it.</summary>
    private sealed class OutboxOfADyingProcess(IOutbox outbox) : IOutbox
    {
        public Task<IReadOnlyList<OutboxRow>> ClaimAsync(DateTimeOffset now, int most, TimeSpan lease, CancellationToken cancellation) => outbox.ClaimAsync(now, most, lease, cancellation);

        public Task SentAsync(OutboxRow message, DateTimeOffset at, CancellationToken cancellation) => throw new IOException("killed");

        public Task FailedAsync(OutboxRow message, string error, DateTimeOffset nextAttempt, CancellationToken cancellation) => throw new IOException("killed");

        public Task ParkAsync(OutboxRow message, string error, CancellationToken cancellation) => throw new IOException("killed");

        public Task<bool> TakeOverAsync(BookmarkId due, OutboxRow message, CancellationToken cancellation) => throw new IOException("killed");

        public Task<DateTimeOffset?> EarliestAsync(CancellationToken cancellation) => outbox.EarliestAsync(cancellation);
    }
}
