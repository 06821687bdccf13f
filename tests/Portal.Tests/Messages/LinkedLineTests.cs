using AidWorkflow.Portal.Messages;

namespace AidWorkflow.Portal.Tests.Messages;

/// <summary>A list of reminders leads to each of its cases, and no other line leads anywhere.</summary>
[TestFixture]
internal sealed class LinkedLineTests
{
    [TestCase("· 区级审核：明天到期 /cases/01a1ec00-0000-7000-8000-000000000001", "· 区级审核：明天到期", "/cases/01a1ec00-0000-7000-8000-000000000001")]
    [TestCase("· 区级审核：明天到期", "· 区级审核：明天到期", null)]
    [TestCase("see /cases/all", "see /cases/all", null)]
    [TestCase("", "", null)]
    public void The_case_behind_a_line_is_a_link_and_not_an_address(string line, string words, string? leads) => Assert.That(LinkedLine.Of(line), Is.EqualTo(new LinkedLine(words, leads)));
}
