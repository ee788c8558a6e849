using CheckIn.Hub.Visitors;

namespace CheckIn.Hub.Tests.Visitors;

/// <summary>What somebody typed, and what is made of it.</summary>
public sealed class DeclarationRulesTests
{
    [Fact]
    public void What_can_be_meant_is_read_so()
    {
        var (fields, wrong) = Read(" Nguyễn   Văn\tThử ", "+84 (90) 000-00.01", "C 1234567", "họp");
        Assert.Empty(wrong);
        Assert.Equal(new PersonalFields("Nguyễn Văn Thử", "+84900000001", "C1234567", "họp"), fields);
    }

    [Fact]
    public void A_name_is_enough()
    {
        var (fields, _) = Read("Lê Nghiệm", "", " ", "");
        Assert.Equal(new PersonalFields("Lê Nghiệm"), fields);
    }

    [Theory]
    [InlineData("", "", "", "", DeclarationField.Name)]
    [InlineData("12345", "", "", "", DeclarationField.Name)]
    [InlineData("Lê\u0000Nghiệm", "", "", "", DeclarationField.Name)]
    [InlineData("Lê Nghiệm", "1234567", "", "", DeclarationField.Phone)]
    [InlineData("Lê Nghiệm", "0900x000001", "", "", DeclarationField.Phone)]
    [InlineData("Lê Nghiệm", "+", "", "", DeclarationField.Phone)]
    [InlineData("Lê Nghiệm", "", "12345", "", DeclarationField.Document)]
    [InlineData("Lê Nghiệm", "", "<script>", "", DeclarationField.Document)]
    public void What_cannot_be_meant_is_named(string name, string phone, string document, string purpose, object field)
    {
        var (fields, wrong) = Read(name, phone, document, purpose);
        Assert.Null(fields);
        Assert.Equal([(DeclarationField)field], wrong);
    }

    [Fact]
    public void What_is_too_long_is_refused_whatever_it_is()
    {
        var (_, wrong) = Read(new string('a', 10_000), new string('1', 10_000), new string('1', 10_000), new string('a', 101));
        Assert.Equal(Enum.GetValues<DeclarationField>(), wrong);
    }

    [Fact]
    public void What_was_declared_stands_in_no_text_that_a_log_might_take()
    {
        var fields = Read("Nguyễn Văn Thử", "0900000001", "", "").Fields!;
        Assert.DoesNotContain("Thử", fields.ToString(), StringComparison.Ordinal);
    }

    private static (PersonalFields? Fields, IReadOnlyList<DeclarationField> Wrong) Read(
        string name, string phone, string document, string purpose) =>
        DeclarationRules.Read(new DeclarationText(name, phone, document, purpose, false));
}
