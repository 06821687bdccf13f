using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Tests.People;

[TestFixture]
internal sealed class MaskTests
{
    [TestCase("370402196508010011", "370402********0011")]
    [TestCase("110105491231002", "110105*****1002")]
    [TestCase("123", "****")]
    public void An_identity_number_keeps_its_area_and_its_end(string value, string shown) => Assert.That(Mask.CitizenId(value), Is.EqualTo(shown));

    [TestCase("13812348000", "138****8000")]
    [TestCase("06323312345", "063****2345")]
    [TestCase("110", "****")]
    public void A_telephone_keeps_both_ends(string value, string shown) => Assert.That(Mask.Phone(value), Is.EqualTo(shown));

    [TestCase("6217000000000000004", "****0004")]
    public void An_account_keeps_its_last_four(string value, string shown) => Assert.That(Mask.Account(value), Is.EqualTo(shown));

    [TestCase("张三", "张*")]
    [TestCase("张", "张*")]
    [TestCase("欧阳建国", "欧***")]
    [TestCase("阿依古丽·买买提", "阿***")]
    [TestCase("𬍛明", "𬍛*")] // never half of a character
    public void A_name_keeps_its_first_character(string value, string shown) => Assert.That(Mask.Name(value), Is.EqualTo(shown));

    [Test]
    public void Nothing_of_a_hidden_value_is_shown()
    {
        string[] shown =
        [
            Mask.Name("张三", Sight.Hidden), Mask.CitizenId("370402196508010011", Sight.Hidden), Mask.Account("6217000000000000004", Sight.Hidden), Mask.Phone("13812348000", Sight.Hidden),
        ];

        Assert.That(shown, Has.All.EqualTo("****"));
    }

    [TestCase(Role.StationClerk, PersonalField.CitizenId, Sight.Full)]
    [TestCase(Role.FinanceMaker, PersonalField.Account, Sight.Full)]
    [TestCase(Role.FinanceMaker, PersonalField.CitizenId, Sight.Masked)]
    [TestCase(Role.VillageHelper, PersonalField.Phone, Sight.Full)]
    [TestCase(Role.VillageHelper, PersonalField.CitizenId, Sight.Masked)]
    [TestCase(Role.CityDecider, PersonalField.Account, Sight.Masked)]
    [TestCase(Role.Leader, PersonalField.Name, Sight.Masked)]
    [TestCase(Role.Administrator, PersonalField.Name, Sight.Hidden)]
    [TestCase(Role.Applicant, PersonalField.CitizenId, Sight.Hidden)]
    public void A_role_sees_what_its_duty_needs(Role role, PersonalField field, Sight sight) => Assert.That(Sights.Of(role, field), Is.EqualTo(sight));

    [Test]
    public void Several_roles_see_by_the_best_and_none_sees_nothing()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Sights.Of([Role.Leader, Role.StationClerk], PersonalField.Phone), Is.EqualTo(Sight.Full));
            Assert.That(Sights.Of([], PersonalField.Phone), Is.EqualTo(Sight.Hidden));
        }
    }
}
