# Compares the help with the module: nothing missing, nothing extra, and every example run.

BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    $commands = foreach ($name in (Get-Command -Module SkinEnhance).Name) {
        @{ Name = $name }
    }

    $topics = foreach ($name in 'about_SkinEnhance', 'about_SkinEnhance_Providers', 'about_SkinEnhance_Errors') {
        @{ Name = $name; Path = (Get-Item "$ModulePath/*/en-US/$name.help.txt").FullName }
    }

    $script:examples = @(
        foreach ($command in $commands) {
            $number = 0
            foreach ($example in (Get-Help $command.Name).examples.example) {
                $number++
                @{ Of = $command.Name; Name = "$($command.Name), example $number"; Code = $example.code }
            }
        }

        # In the topics, a paragraph whose every line is indented by eight characters is code.
        foreach ($topic in $topics) {
            $number = 0
            foreach ($paragraph in (Get-Content -LiteralPath $topic.Path -Raw) -split '\r?\n(?:\r?\n)+') {
                if ($paragraph -match '^(?: {8}.*\r?\n?)+$') {
                    $number++
                    @{ Of = $topic.Name; Name = "$($topic.Name), code $number"; Code = $paragraph }
                }
            }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1

    function Get-OwnParameter {
        # The parameters of a command or of one of its sets, without the common ones; -WhatIf and -Confirm are its own.
        param($Of)
        $parameters = if ($Of -is [System.Management.Automation.CommandInfo]) { $Of.Parameters.Values } else { $Of.Parameters }
        $parameters | Where-Object Name -NotIn ([System.Management.Automation.Cmdlet]::CommonParameters)
    }

    function Get-PlainType {
        # The type without Nullable.
        param([type] $Type)
        $inner = [Nullable]::GetUnderlyingType($Type)
        if ($inner) { $inner } else { $Type }
    }

    function Get-ClosedValue {
        # The values of a closed set; none for other parameters.
        param($Parameter)
        $type = Get-PlainType $Parameter.ParameterType
        $set = $Parameter.Attributes | Where-Object { $_ -is [ValidateSet] }
        $single = if ($type.IsArray) { $type.GetElementType() } else { $type }
        if ($single.IsEnum) { [enum]::GetNames($single) } elseif ($set) { $set.ValidValues }
    }

    function Get-Paragraph {
        # The text of a description, one string.
        param($Description)
        @(@($Description) | Where-Object { $_ } | ForEach-Object Text) -join "`n"
    }

    function Get-DefaultText {
        # The default: the operation's for its parameters, otherwise the property's.
        param($Command, $Parameter)
        if ($Parameter.Name -in [System.Management.Automation.Cmdlet]::OptionalCommonParameters) {
            return 'False'
        }

        $value = $Command.ImplementingType::new().($Parameter.Name)
        $type = Get-PlainType $Parameter.ParameterType
        if ($type.IsEnum -and $null -eq $value) {
            $value = [enum]::GetValues($type)[0]
        }

        if ($Parameter.Attributes.TypeId.Name -contains 'OperationParameterAttribute') {
            $defaults = @(
                $Operations | Where-Object { $_.Name -in $OperationsOf[$Command.Name] } | ForEach-Object Parameters |
                    Where-Object { $_.Name.Replace('_', '') -eq $Parameter.Name } | ForEach-Object { "$($_.Default)" -replace 'x$' } | Select-Object -Unique
            )
            if ($defaults.Count -gt 1) {
                throw "-$($Parameter.Name) has several defaults: $defaults."
            }

            # An enum is shown by its name here; the name also checks that its first value is the contract's default.
            if ($value -is [enum] -and -not $Parameter.ParameterType.IsArray -and "$defaults") {
                $contract = "$defaults".Replace('_', '')
                if ($contract -ne $value -and $contract -ne "$([int]$value)") {
                    throw "-$($Parameter.Name) is $value where the contract says $defaults."
                }
            }
            else {
                $value = $defaults
            }
        }

        if ("$value") { "$value" } else { 'None' }
    }

    # The operations of the engine, which is in a load context of its own and loads on first use.
    $null = Get-EnhanceProvider
    $script:engine = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'SkinEnhance.Core' }
    $script:Operations = foreach ($catalog in 'Comfy.ComfyOperations', 'AILab.AILabOperations') {
        $engine.GetType("SkinEnhance.Core.Providers.$catalog", $true)::All
    }

    $script:OperationsOf = @{
        'Invoke-SkinEnhance' = [enum]::GetNames([SkinEnhance.SkinMode])
        'Start-Upscale'      = 'Upscale', 'UpscalePrecision'
    }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command -Name $Name
        $help = Get-Help -Name $Name -Full
        $script:page = Get-Content -LiteralPath (Join-Path $RepositoryRoot "docs/cmdlets/$Name.md") -Raw
        $script:parameters = @(Get-OwnParameter $command)
        $script:documented = @(if ($help.parameters) { $help.parameters.parameter | Where-Object { $_ } })
    }

    It 'comes from the file of the module' {
        $help.PSTypeNames | Should -Contain 'MamlCommandHelpInfo'
        $help.details.name | Should -Be $Name
        "$($help.details.verb)-$($help.details.noun)" | Should -Be $Name
    }

    It 'has a synopsis of one sentence, and a description' {
        $help.Synopsis.Trim() | Should -Match '^[A-Z].+\.$'
        Get-Paragraph $help.description | Should -Match '\.$'
    }

    It 'describes every parameter and no other' {
        ($documented.name | Sort-Object) -join ' ' | Should -Be (($parameters.Name | Sort-Object) -join ' ')
        foreach ($parameter in $documented) {
            Get-Paragraph $parameter.description | Should -Match '(?s)^[A-Z].+\.$' -Because "-$($parameter.name) needs whole sentences"
        }
    }

    It 'has the type, position, aliases, input, default and wildcards of all parameters' {
        $expected = foreach ($parameter in $parameters) {
            $type = Get-PlainType $parameter.ParameterType
            $traits = @($parameter.ParameterSets.Values)[0]
            $pipeline = @(
                if ($traits.ValueFromPipeline) { 'ByValue' }
                if ($traits.ValueFromPipelineByPropertyName) { 'ByPropertyName' }
            ) -join ', '
            [ordered]@{
                Name      = $parameter.Name
                Type      = $type.Name
                Value     = $type.Name
                Several   = $type.IsArray
                Mandatory = $traits.IsMandatory
                Position  = if ($traits.Position -ge 0) { $traits.Position } else { 'named' }
                Pipeline  = if ($pipeline) { "true ($pipeline)" } else { 'false' }
                Aliases   = if ($parameter.Aliases) { $parameter.Aliases -join ', ' } else { 'none' }
                Wildcards = [bool]($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] })
                Default   = Get-DefaultText $command $parameter
            } | ConvertTo-Json -Compress
        }

        $actual = foreach ($parameter in $documented) {
            [ordered]@{
                Name      = $parameter.name
                Type      = $parameter.type.name
                Value     = $parameter.parameterValue
                Several   = [bool]::Parse($parameter.variableLength)
                Mandatory = [bool]::Parse($parameter.required)
                Position  = if ($parameter.position -match '^\d+$') { [int]$parameter.position } else { $parameter.position }
                Pipeline  = $parameter.pipelineInput
                Aliases   = $parameter.aliases
                Wildcards = [bool]::Parse($parameter.globbing)
                Default   = $parameter.defaultValue
            } | ConvertTo-Json -Compress
        }

        ($actual | Sort-Object) -join "`n" | Should -Be (($expected | Sort-Object) -join "`n")
    }

    It 'lists every value of a closed set, and the limits of every range' {
        foreach ($parameter in $parameters) {
            $text = Get-Paragraph ($documented | Where-Object name -EQ $parameter.Name).description
            foreach ($value in Get-ClosedValue $parameter) {
                $text | Should -MatchExactly "\b$value\b" -Because "-$($parameter.Name) takes it"
            }

            foreach ($range in $parameter.Attributes | Where-Object { $_ -is [SkinEnhance.Binding.NumberTransformationAttribute] }) {
                $isOpen = $range.Maximum -eq [double]::MaxValue
                $limits = ($isOpen ? 'at least {0}' : 'from {0} to {1}') -f $range.Minimum, $range.Maximum
                $text | Should -Match ([regex]::Escape($limits)) -Because "-$($parameter.Name) takes no more"
            }
        }
    }

    It 'has the parameter sets, the default one first' {
        $expected = foreach ($set in $command.ParameterSets | Sort-Object -Property { -not $_.IsDefault } -Stable) {
            @(
                foreach ($parameter in Get-OwnParameter $set) {
                    $type = Get-PlainType $parameter.ParameterType
                    $values = if ($type.IsArray) { $null } else { Get-ClosedValue $parameter }
                    $position = if ($parameter.Position -ge 0) { $parameter.Position } else { 'named' }
                    $shown = if ($values) { $values -join '|' } elseif ($type -eq [switch]) { '' } else { $type.Name }
                    '{0} {1} {2} {3}' -f $parameter.Name, $parameter.IsMandatory, $position, $shown
                }
            ) | Sort-Object | Join-String -Separator "`n"
        }

        $actual = foreach ($item in $help.syntax.syntaxItem) {
            $item.name | Should -Be $Name
            @(
                foreach ($parameter in $item.PSObject.Properties['parameter'].Value) {
                    $group = $parameter.PSObject.Properties['parameterValueGroup']
                    $single = $parameter.PSObject.Properties['parameterValue']
                    $shown = if ($group) { $group.Value.parameterValue -join '|' } elseif ($single) { $single.Value } else { '' }
                    '{0} {1} {2} {3}' -f $parameter.name, [bool]::Parse($parameter.required), $parameter.position, $shown
                }
            ) | Sort-Object | Join-String -Separator "`n"
        }

        $first, $rest = $actual
        $expectedFirst, $expectedRest = $expected
        if ($command.DefaultParameterSet) {
            $first | Should -Be $expectedFirst
        }
        else {
            $rest, $expectedRest = $actual, $expected
        }

        ($rest | Sort-Object) -join "`n--`n" | Should -Be (($expectedRest | Sort-Object) -join "`n--`n")
    }

    It 'lists the input and output types' {
        $piped = @(
            $parameters | Where-Object { $_.ParameterSets.Values.ValueFromPipeline -contains $true } |
                ForEach-Object { $_.ParameterType.GetElementType().FullName }
        )
        $inputs = $help.inputTypes.inputType
        $inputs.type.name | Should -Be $(if ($piped) { $piped } else { 'None' })
        $outputs = $help.returnValues.returnValue
        $outputs.type.name | Should -Be $(if ($command.OutputType) { $command.OutputType.Name } else { 'None' })
        foreach ($type in @($inputs) + @($outputs)) {
            Get-Paragraph $type.description | Should -Match '\.$'
        }
    }

    It 'has three examples or more, each with a title and an explanation' {
        $found = @($help.examples.example)
        $found.Count | Should -BeGreaterOrEqual 3
        for ($number = 1; $number -le $found.Count; $number++) {
            $found[$number - 1].title | Should -Match "^Example ${number}: [A-Z].+[^.]$"
            $found[$number - 1].code | Should -Match ([regex]::Escape($Name))
            (Get-Paragraph $found[$number - 1].remarks).Trim() | Should -Match '\.$'
        }
    }

    It 'refers to existing topics' {
        $links = $help.relatedLinks.navigationLink | Where-Object { -not $_.uri }
        $links | Should -Not -BeNullOrEmpty
        foreach ($link in $links.linkText) {
            Get-Help -Name $link -ErrorAction Stop | Should -Not -BeNullOrEmpty
        }
    }

    It 'has one address: in the command, its page, and the first related link' {
        $address = "$((Get-Module SkinEnhance).ProjectUri)/blob/main/docs/cmdlets/$Name.md"
        $command.HelpUri | Should -BeExactly $address
        $help.relatedLinks.navigationLink[0].uri | Should -BeExactly $address
        [regex]::Match($page, '(?m)^online version: (.+)$').Groups[1].Value | Should -BeExactly $address
    }

    It 'names the parameter sets on its page, and marks the default' {
        $expected = foreach ($set in $command.ParameterSets | Where-Object { $command.ParameterSets.Count -gt 1 }) {
            $set.IsDefault ? "$($set.Name) (Default)" : $set.Name
        }

        $syntax = [regex]::Match($page, '(?ms)^## SYNTAX$.+?^## ').Value
        $actual = [regex]::Matches($syntax, '(?m)^### (.+)$') | ForEach-Object { $_.Groups[1].Value }
        ($actual | Sort-Object) -join "`n" | Should -BeExactly (($expected | Sort-Object) -join "`n")
        foreach ($parameter in $parameters) {
            $names = ($page -split "(?m)^### -$($parameter.Name)$")[1] -replace '(?s)^.+?\nParameter Sets: (.+?)\n.*$', '$1'
            $sets = $parameter.ParameterSets.Keys | ForEach-Object { $_ -eq '__AllParameterSets' ? '(All)' : $_ }
            ($names -split ', ' | Sort-Object) -join ', ' | Should -BeExactly (($sets | Sort-Object) -join ', ') -Because "-$($parameter.Name)"
        }
    }

    It 'lists the values that a parameter accepts on its page' {
        foreach ($parameter in $parameters) {
            $block = [regex]::Match(($page -split "(?m)^### -$($parameter.Name)$")[1], '(?ms)^```yaml$(.+?)^```$').Value
            $actual = [regex]::Match($block, '(?m)^Accepted values: (.+)$').Groups[1].Value
            $actual | Should -BeExactly (@(Get-ClosedValue $parameter) -join ', ') -Because "-$($parameter.Name)"
        }
    }
}

Describe 'The pages of the help' {
    It 'are one for each command and no other' {
        $pages = Get-ChildItem -LiteralPath (Join-Path $RepositoryRoot docs/cmdlets) -Name
        $pages | Sort-Object | Should -Be ((Get-Command -Module SkinEnhance).Name | ForEach-Object { "$_.md" } | Sort-Object)
    }
}

Describe 'The topic <Name>' -ForEach $topics {
    It 'is found by Get-Help, with its first sentence' {
        $found = Get-Help -Name $Name | Out-String
        $found | Should -Match "(?s)^\s*TOPIC\s+$Name\s+SHORT DESCRIPTION\s+\S.+LONG DESCRIPTION"
        (Get-Help -Name 'about_SkinEnhance*').Name | Should -Contain $Name
    }

    It 'fits into 79 columns, without tabs and trailing spaces' {
        Get-Content -LiteralPath $Path | Where-Object { $_.Length -gt 79 -or $_ -match '\t|\s$' } | Should -BeNullOrEmpty
    }

    It 'mentions no command and no parameter that does not exist' {
        $text = Get-Content -LiteralPath $Path -Raw
        $nouns = (Get-Command -Module SkinEnhance).Noun -join '|'
        foreach ($mention in [regex]::Matches($text, "\b[A-Z][a-z]+-(?:$nouns)\b").Value | Select-Object -Unique) {
            Get-Command -Name $mention -Module SkinEnhance | Should -Not -BeNullOrEmpty -Because "$mention is mentioned"
        }
    }
}

Describe 'The table in about_SkinEnhance_Errors' {
    BeforeAll {
        $path = (Get-Item "$ModulePath/*/en-US/about_SkinEnhance_Errors.help.txt").FullName
        $rows = [System.Collections.Generic.List[hashtable]]::new()
        foreach ($line in Get-Content -LiteralPath $path) {
            if ($line -cmatch '^ {4}(?<Id>\w+) +(?<Kind>\w+) +(?<Category>\w+) +(?<Stops>yes|no)$') {
                $rows.Add(@{ Id = $Matches.Id; Kind = $Matches.Kind; Category = $Matches.Category; Stops = $Matches.Stops; Text = '' })
            }
            elseif ($rows.Count -gt 0 -and $line -match '^ {6}\S') {
                $rows[-1].Text += ' ' + $line.Trim()
            }
            elseif ($rows.Count -gt 0) {
                break
            }
        }

        # The record as the module creates it.
        $maker = [SkinEnhance.Commands.InvokeSkinEnhanceCommand].Assembly.GetType('SkinEnhance.Errors.EnhanceErrorRecord', $true)
        $script:create = $maker.GetMethods([System.Reflection.BindingFlags]'Static, NonPublic') |
            Where-Object { $_.Name -eq 'Create' -and $_.GetParameters()[0].ParameterType -eq [string] }
    }

    It 'lists exactly the existing errors, in their order' {
        $rows.Count | Should -BeGreaterThan 0
        $rows.Id -join "`n" | Should -Be ([SkinEnhance.ErrorCatalog]::All.Id -join "`n")
    }

    It 'has kind, category, reach and advice of each as in the module' {
        $expected = foreach ($definition in [SkinEnhance.ErrorCatalog]::All) {
            $record = $create.Invoke($null, @($definition.Id, 'message', 'target', $null))
            $record.FullyQualifiedErrorId | Should -Be $definition.Id
            $stops = if ($definition.StopsBatch) { 'yes' } else { 'no' }
            $definition.Id, $definition.Kind, $record.CategoryInfo.Category, $stops, $record.ErrorDetails.RecommendedAction -join ' | '
        }

        $actual = foreach ($row in $rows) {
            $advice = ($row.Text -split ' Advice: ', 2)[1]
            $row.Id, $row.Kind, $row.Category, $row.Stops, $advice -join ' | '
        }

        $actual -join "`n" | Should -Be ($expected -join "`n")
    }

    It 'has the meaning and the target of each' {
        foreach ($row in $rows) {
            $row.Text | Should -Match '^ [A-Z].+\. Target: .+\. Advice: .+\.$' -Because "$($row.Id) needs all three"
        }
    }
}

Describe 'The tables in about_SkinEnhance_Providers' {
    BeforeAll {
        $script:text = Get-Content -LiteralPath (Get-Item "$ModulePath/*/en-US/about_SkinEnhance_Providers.help.txt").FullName

        function Find-Row {
            # The rows that match a pattern, each as its joined groups.
            param([string] $Pattern)
            foreach ($line in $text) {
                if ($line -cmatch $Pattern) {
                    1..($Matches.Count - 1) | ForEach-Object { $Matches[$_].Trim() } | Join-String -Separator ' | '
                }
            }
        }
    }

    It 'lists the operations' {
        $expected = foreach ($operation in $Operations) {
            $command = $OperationsOf.Keys | Where-Object { $OperationsOf[$_] -contains $operation.Name }
            $answer = if ($operation.IsSynchronous) { 'the result, at once' } else { 'a task' }
            $operation.Name, $operation.Provider, $command, $answer -join ' | '
        }

        $actual = Find-Row '^ {4}(\w+) +(Comfy|AILab) +(\w+-\w+) +(.+)$'
        ($actual | Sort-Object) -join "`n" | Should -Be (($expected | Sort-Object) -join "`n")
    }

    It 'lists the parameters with their ranges and defaults' {
        $expected = foreach ($operation in $Operations) {
            foreach ($parameter in $operation.Parameters | Where-Object { $_.Name -ne 'webhook_url' -and -not $_.IsEffect }) {
                $range = if ($parameter.Kind -in 'WholeNumber', 'Number') { '{0} to {1}' -f $parameter.Minimum, $parameter.Maximum } else { '' }
                $default = if ($null -eq $parameter.Default) { 'none' } else { "$($parameter.Default)" }
                $operation.Name, $parameter.Name.Replace('_', ''), $range, $default.Replace('_', '') -join ' | '
            }

            if ($operation.Parameters.IsEffect -contains $true) {
                $operation.Name, 'Effect', '', 'none' -join ' | '
            }
        }

        $actual = Find-Row '^ {4}(\w+) +-(\w+) +(.+?) {2,}(\S+)$' | ForEach-Object {
            $operation, $name, $values, $default = $_ -split ' \| '
            $range = if ($values -match '^-?[\d.]+ to [\d.]+$') { $values } else { '' }
            $operation, $name, $range, $default.Replace('X2', '2x') -join ' | '
        }

        ($actual | Sort-Object) -join "`n" | Should -Be (($expected | Sort-Object) -join "`n")
    }

    It 'lists the limits of images' {
        $expected = foreach ($operation in $Operations) {
            $limits = $operation.Limits
            $size = if ($limits.MaximumLength) { "$($limits.MaximumLength / 1MB) MiB" } else { '-' }
            $sides = if (-not $limits.MaximumSide) { "$($limits.MinimumSide) and more" }
            elseif ($limits.MinimumSide -gt 1) { "$($limits.MinimumSide) to $($limits.MaximumSide)" }
            else { "up to $($limits.MaximumSide)" }
            $operation.Name, ($limits.Formats -join ', '), $size, $sides -join ' | '
        }

        $actual = Find-Row '^ {4}(\w+) +(JPEG(?:, \w+)*) +(-|\d+ MiB) +(.+)$'
        ($actual | Sort-Object) -join "`n" | Should -Be (($expected | Sort-Object) -join "`n")
        $most = ($Operations | Where-Object Name -EQ 'Upscale').Limits.MaximumResultPixels / 1e6
        $text -join ' ' | Should -Match ([regex]::Escape("$most million pixels"))
    }

    It 'has the prices of the data in the module' {
        $reader = [System.IO.StreamReader]::new($engine.GetManifestResourceStream('SkinEnhance.Core.Pricing.prices.json'))
        try {
            $prices = $reader.ReadToEnd() | ConvertFrom-Json -AsHashtable
        }
        finally {
            $reader.Dispose()
        }

        $flat = $text.Trim() -join ' '
        $flat | Should -Match ([regex]::Escape("from data of $($prices.asOf)."))
        $actual = Find-Row '^ {4}(\w+) +(\d+(?:\.\d+)?)(?:,.*)?$'
        $expected = $prices.fixed.GetEnumerator() | ForEach-Object { "$($_.Key) | $($_.Value)" }
        ($actual | Sort-Object) -join "`n" | Should -Be (($expected | Sort-Object) -join "`n")
        $bands = foreach ($band in $prices.perDoubling.Upscale) {
            if ($band.Contains('megapixels')) { "up to $($band.megapixels): $($band.credits)" } else { "above: $($band.credits)" }
        }

        $flat | Should -Match ([regex]::Escape($bands -join '; '))
    }
}

Describe 'The code in the help' -ForEach @(@{ Examples = $examples }) {
    BeforeAll {
        # Runs examples in a separate process: strictly, each with its own emulator and images.
        $runner = {
            param([string] $Modules, [string] $ExamplesPath)
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            $variables = 'COMFY_API_KEY', 'AILAB_API_KEY', 'SKINENHANCE_COMFY_URI', 'SKINENHANCE_AILAB_URI'
            foreach ($variable in $variables) {
                [Environment]::SetEnvironmentVariable($variable, $null)
            }

            $env:PSModulePath = $Modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
            Import-Module SkinEnhance
            $PSDefaultParameterValues['Start-EnhanceEmulator:TaskTime'] = 0.05

            # Replaces what needs a user or a vault: both return the key of the emulator.
            function Global:Get-Secret {
                param([string] $Name, [string] $Vault, [switch] $AsPlainText)
                $null = $Vault
                $key = if ($Name -eq 'ComfyKey') { $env:COMFY_API_KEY } else { $env:AILAB_API_KEY }
                if ($AsPlainText) { $key } else { [System.Net.NetworkCredential]::new('', $key).SecurePassword }
            }

            function Global:Read-Host {
                param([string] $Prompt, [switch] $AsSecureString)
                if (-not $AsSecureString) { throw "'$Prompt' would show a key." }
                [System.Net.NetworkCredential]::new('', $env:AILAB_API_KEY).SecurePassword
            }

            foreach ($example in Get-Content -LiteralPath $ExamplesPath -Raw | ConvertFrom-Json) {
                Set-Location -LiteralPath $example.Folder
                $ledgerHome = $env:SKINENHANCE_HOME = "$($example.Folder)-ledger"
                $problems = @()
                try {
                    if ($example.Code -notmatch 'Start-EnhanceEmulator') {
                        $null = Start-EnhanceEmulator
                    }

                    # Finds errors and warnings that do not throw in the output, which is formatted as in a shell.
                    $output = & ([scriptblock]::Create($example.Code)) 2>&1 3>&1
                    $null = $output | Out-String
                    $problems += $output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -or $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object { "$_" }

                    # Waits for work that continues by design, so that the next example does not see it.
                    $null = Get-EnhanceTask | Where-Object { -not $_.IsEnded } | Wait-EnhanceTask -Timeout 60
                }
                catch {
                    $problems += "$_ ($($_.InvocationInfo.Line.Trim()))"
                }

                Stop-EnhanceEmulator
                $problems += @(
                    Get-Job | ForEach-Object { "leaves the job $($_.Name)" }
                    if ($env:SKINENHANCE_HOME -ne $ledgerHome) { 'leaves another ledger' }
                    if (Test-Path -LiteralPath $ledgerHome) { 'writes to the ledger of the real services' }
                    $variables | Where-Object { [Environment]::GetEnvironmentVariable($_) } | ForEach-Object { "leaves the variable $_" }
                    Get-EnhanceProvider |
                        Where-Object { $_.IsEmulated -or $_.HasKey -or $_.ThrottleLimit -or $_.Timeout -or $_.PollInterval } |
                        ForEach-Object { "leaves settings of $($_.Name)" }
                    Get-ChildItem -Recurse -Force -Filter '*.skinenhance-part' | ForEach-Object { "leaves the file $($_.Name)" }
                )
                @{ Name = $example.Name; Problems = $problems } | ConvertTo-Json | Set-Content -LiteralPath "$($example.Folder).json"
            }
        }

        $work = (New-Item -Path (Join-Path $TestDrive 'examples') -ItemType Directory).FullName

        # The images with the names in the examples.
        $images = @{
            'portraits/anna.jpg'            = 'portrait-freckles.jpg'
            'portraits/ben.jpg'             = 'phone-orientation-6.jpg'
            'portraits/carla.webp'          = 'portrait-bun.webp'
            'portraits/dora [studio 2].png' = "$([char]0xC5)sa & Jos$([char]0xE9) [studio 2].png"
            'incoming/erik.png'             = 'small-portrait.png'
            'landscapes/coast.jpg'          = 'wide-landscape.jpg'
            'teams/north/frida.jpg'         = 'portrait-freckles.jpg'
            'teams/south/gustav.jpg'        = 'phone-orientation-6.jpg'
        }

        $number = 0
        $prepared = foreach ($example in $Examples) {
            $number++
            $folder = Join-Path $work $number
            foreach ($image in $images.GetEnumerator()) {
                $target = Join-Path $folder $image.Key
                $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
                [System.IO.File]::Copy((Join-Path $SamplePath $image.Value), $target)
            }

            Set-Content -LiteralPath (Join-Path $folder 'incoming/broken.jpg') -Value 'This is no image.'
            Set-Content -LiteralPath (Join-Path $folder 'orders.csv') -Value @(
                'LiteralPath,Mode,SkinDetail,Destination'
                './portraits/anna.jpg,Faithful,60,./orders/1'
                './portraits/dora [studio 2].png,SmartSkin,,./orders/2'
            )
            @{ Name = $example.Name; Code = $example.Code; Folder = $folder; Half = $number % 2 }
        }

        # Two processes, each with every second example.
        $processes = foreach ($half in $prepared | Group-Object Half) {
            $path = Join-Path $work "half-$($half.Name).json"
            ConvertTo-Json -InputObject @($half.Group) | Set-Content -LiteralPath $path
            Start-PowerShell $runner.ToString() (Split-Path $ModulePath), $path -WorkingDirectory $work
        }

        $null = $processes | ForEach-Object { Receive-PowerShell $_ -Within ([timespan]::FromMinutes(10)) }
        $runs = @{}
        foreach ($run in Get-ChildItem -Path (Join-Path $work '*.json') | Where-Object BaseName -Match '^\d+$' | Get-Content -Raw | ConvertFrom-Json) {
            $runs[$run.Name] = $run
        }
    }

    It 'runs without an error and without remains: <Name>' -ForEach $examples {
        $runs.Keys | Should -Contain $Name
        $runs[$Name].Problems | Should -BeNullOrEmpty
    }
}
