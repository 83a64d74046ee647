@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # The suite shares variables between its blocks, which the analyzer takes for unused.
        'PSUseDeclaredVarsMoreThanAssignments'
        # Tests and examples make up passwords, and say where real ones come from.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
    )
    Rules        = @{
        PSAvoidUsingCmdletAliases           = @{ Enable = $true }
        PSAvoidUsingPositionalParameters    = @{ Enable = $false }
        PSPlaceOpenBrace                    = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace                   = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSUseConsistentIndentation          = @{ Enable = $true; Kind = 'space'; IndentationSize = 4 }
        PSUseCorrectCasing                  = @{ Enable = $true }
        PSUseCompatibleSyntax               = @{ Enable = $true; TargetVersions = @('7.0') }
    }
}
