using AidWorkflow.Cases.Acting;
using AidWorkflow.Harness;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What is refused is said in both languages, and nothing of it stays.</summary>
internal static class Refusing
{
    /// <param name="field">The field that the refusal names; null where it is the state of things that stands against it.</param>
    public static async Task RefusesAsync(this Office office, string code, Func<Task> act, string? field = null)
    {
        var before = await office.ReadAsync(DatabaseState.DigestAsync);
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Code, Is.EqualTo(code));
            Assert.That(Texts.Has(code, "zh-CN") && Texts.Has(code, "en"), Is.True);
            Assert.That(Texts.Say(refused, "zh-CN"), Does.Match(@"\p{IsCJKUnifiedIdeographs}").And.Not.Contain("{"));
            Assert.That(Texts.Say(refused, "en"), Does.Match("[a-z]{3}").And.Not.Contain("{"));
            if (field is not null)
                Assert.That(refused.Field, Is.EqualTo(field));
            Assert.That(await office.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        }
    }
}
