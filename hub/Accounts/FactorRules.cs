using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Accounts;

/// <summary>Who must have a second factor, and how far that lets him come.</summary>
internal sealed class FactorRules(IOptions<AccountsOptions> options)
{
    internal bool IsRequired(Person person) =>
        options.Value.SecondFactor == SecondFactorRule.Everyone
        || person.Grants.Any(static grant => grant.Role.IsManager());

    /// <summary>Whether who signs in at the identity provider has shown both there.</summary>
    internal bool CountsProvider => options.Value.OpenId.CountsAsSecondFactor;

    /// <summary>How far his first factor brings him.</summary>
    internal SessionStage StageOf(Person person) =>
        person.HasFactor ? SessionStage.FactorWanted
        : IsRequired(person) ? SessionStage.FactorMissing : SessionStage.Full;

    /// <summary>Whether he may be without one that he has.</summary>
    internal bool MayGo(Person person) => !IsRequired(person) || (person.HasTotp ? 1 : 0) + person.Passkeys > 1;

    internal static AccountException IsLast() => new(
        "It is your last second factor, and your roles need one. Nothing was done; set up another first.",
        "Đây là phương thức xác minh bước hai cuối cùng và vai trò của bạn bắt buộc phải có. Chưa làm gì cả; hãy "
            + "thiết lập phương thức khác trước.");
}
