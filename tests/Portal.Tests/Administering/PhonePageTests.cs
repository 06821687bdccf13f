using System.Net;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Administering;

/// <summary>An administrator says where a station is called, and applicants are told.</summary>
[TestFixture]
internal sealed class PhonePageTests
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task The_telephone_of_the_station_stands_where_applicants_are_told_to_turn_to_it()
    {
        var id = await hall.Office.SendAsync("applicant1", hall.Office.Answers());
        var township = await hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402001" && unit.Level == UnitLevel.Township).Select(unit => unit.Id).SingleAsync());
        var (admin, station, other) = (await hall.SignInAsync("admin1"), await hall.SignInAsync("station1"), await hall.HireAsync("admin-elsewhere", Role.Administrator, UnitLevel.District, "370403"));

        var (wrong, words) = await admin.PostAsync("/admin/phones", $"/admin/phones/{township}", ("phone", "找老王"));
        var (foreign, _) = await other.PostAsync("/admin/phones", $"/admin/phones/{township}", ("phone", "0632-3312345"));
        var (forbidden, _) = await station.PostAsync("/tasks", $"/admin/phones/{township}", ("phone", "0632-3312345"));
        var (saved, _) = await admin.PostAsync("/admin/phones", $"/admin/phones/{township}", ("phone", "0632-3312345 转 8"));

        var applicant = await hall.SignInAsync("applicant1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(words, Does.Contain("value=\"找老王\"").And.Contain("0632-3312345 转 8"));
            Assert.That(foreign, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(forbidden, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(saved, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That((await applicant.GetAsync($"/applications/{id}")).Text, Does.Contain("href=\"tel:06323312345\"").And.Contain("0632-3312345 转 8"));
            Assert.That((await applicant.GetAsync($"/applications/{id}/receipt")).Text, Does.Contain("0632-3312345 转 8"));
            Assert.That((await other.GetAsync("/admin/phones")).Text, Does.Not.Contain("0632-3312345"));
        }
    }
}
