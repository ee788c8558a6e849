using CheckIn.Hub.Accounts;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("ngắn quá thôi", true)]
    [InlineData("mười một ký", false)]
    [InlineData("qwertyuiop123", false)]
    [InlineData("QWERTYuiop123", false)]
    [InlineData("matkhau123456", false)]
    [InlineData("mat khau 123", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("ababababababab", false)]
    [InlineData("a.nguyen2026!", false)]
    [InlineData("A.Nguyen A.Nguyen", false)]
    [InlineData("Nguyễn Văn A 1234", false)]
    [InlineData("a.nguyen chạy nhanh", true)]
    [InlineData("ba con mèo trèo cây cau", true)]
    public void A_password_is_long_and_neither_common_nor_ones_own_name(string password, bool isGood)
    {
        var problem = Xunit.Record.Exception(
            () => PasswordRules.Check(password, "a.nguyen@example.vn", "Nguyễn Văn A"));
        Assert.Equal(isGood, problem is null);
        if (problem is AccountException refusal)
            Assert.EndsWith("Chưa làm gì cả.", refusal.In(Language.Vietnamese), StringComparison.Ordinal);
    }

    [Fact]
    public void Length_is_counted_in_what_people_type_and_has_a_bound()
    {
        Assert.Throws<AccountException>(() => PasswordRules.Check("e\u0301\u0302x\u0301\u0302a\u0301bc", "ab", null));
        Assert.Throws<AccountException>(() => PasswordRules.Check(new string('x', 250) + "abcdefghij", "ab", null));
        Assert.Throws<AccountException>(() => PasswordRules.Check("\ud800 không phải chữ nào", "ab", null));
        Assert.Throws<AccountException>(() => PasswordRules.Check(null, "ab", null));
    }

    [Fact]
    public async Task One_text_is_one_password_however_the_keyboard_composes_it()
    {
        using var hashes = new PasswordHashes(1000);
        var hash = await hashes.HashAsync("tiếng Việt có dấu", default);
        Assert.Equal(PasswordMatch.Yes, await hashes.CompareAsync(
            hash, "tiếng Việt có dấu".Normalize(System.Text.NormalizationForm.FormD), default));
        Assert.Equal(PasswordMatch.No, await hashes.CompareAsync(hash, "tieng Viet co dau", default));
    }

    [Fact]
    public async Task A_hash_of_fewer_rounds_is_known_and_asked_to_be_made_anew()
    {
        using var old = new PasswordHashes(500);
        using var now = new PasswordHashes(1000);
        var hash = await old.HashAsync(AccountsHub.Password, default);
        Assert.Equal(PasswordMatch.YesButOld, await now.CompareAsync(hash, AccountsHub.Password, default));
        Assert.Equal(PasswordMatch.No, await now.CompareAsync(hash, "something else", default));
        Assert.Equal(PasswordMatch.No, await now.CompareAsync(null, AccountsHub.Password, default));
    }

    [Fact]
    public async Task More_than_are_let_wait_are_sent_away_and_nothing_is_compared_for_them()
    {
        using var hashes = new PasswordHashes(20_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            _ => hashes.CompareAsync(null, AccountsHub.Password, default)));
        Assert.InRange(answers.Count(answer => answer is not null), 1, 199);
        Assert.Equal(PasswordMatch.No, await hashes.CompareAsync(null, AccountsHub.Password, default));
    }
}
