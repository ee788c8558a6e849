using CheckIn.Hub.Visitors;
using CheckIn.Hub.Web.Steering;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>A declaration as somebody typed it, with what is wrong about it.</summary>
public sealed record DeclarationForm
{
    internal DeclarationText Text { get; init; } = new("", "", "", "", false);

    internal IReadOnlyList<DeclarationField> Wrong { get; init; } = [];

    internal static DeclarationForm Of(IFormCollection sent) => new()
    {
        Text = new(
            ChangeForm.Text(sent, "name"), ChangeForm.Text(sent, "phone"), ChangeForm.Text(sent, "document"),
            ChangeForm.Text(sent, "purpose"), sent["for"].ToString() == "other"),
    };

    /// <summary>What he declares; null = something of it cannot be, which the form that comes with it says.</summary>
    internal (PersonalFields? Fields, DeclarationForm Form) Read()
    {
        var (fields, wrong) = DeclarationRules.Read(Text);
        return (fields, this with { Wrong = wrong });
    }
}
